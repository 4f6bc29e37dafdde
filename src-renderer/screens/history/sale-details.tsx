import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReceiptView, SaleSummary } from '../../../src-shared/contract/views.ts';
import { callTill } from '../../app-api.ts';
import { NotOffered } from '../../shell/not-offered.tsx';
import { ProblemNotice } from '../../shell/problem-notice.tsx';
import { useAction } from '../../shell/use-action.ts';
import { withCommandId } from '../../state/command-ids.ts';
import { useStatus } from '../../state/status-store.ts';
import { Notice, StateBadge, type Tone } from '../../widgets/notice.tsx';
import { PressButton } from '../../widgets/press-button.tsx';
import { ReceiptPicture } from '../receipt/receipt-picture.tsx';
import { ReturnDialog } from './return-dialog.tsx';
import { VoidDialog } from './void-dialog.tsx';

const LOYALTY_TONES: Readonly<Record<SaleSummary['loyalty'], Tone>> = {
  done: 'good',
  waiting: 'info',
  'needs-a-person': 'warn',
  held: 'plain',
  none: 'plain',
};

interface SaleDetailsProps {
  readonly sale: SaleSummary;
  readonly onChanged: () => void;
}

export function SaleDetails({ sale, onChanged }: SaleDetailsProps) {
  const { t } = useTranslation();
  const capabilities = useStatus((store) => store.capabilities);
  const [receipt, setReceipt] = useState<ReceiptView | null>(null);
  const [dialog, setDialog] = useState<'void' | 'return' | null>(null);
  const action = useAction();
  const { run } = action;
  const { saleId, state } = sale;

  // A void changes the receipt, so it is read again with the state.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    let isCurrent = true;
    void run(() => callTill((till) => till.cashier.receipt.get({ saleId }))).then((answer) => {
      if (isCurrent && answer.ok) setReceipt(answer.value);
    });
    return () => {
      isCurrent = false;
    };
  }, [saleId, state, run]);

  const reprint = async () => {
    const answer = await run(() =>
      withCommandId('receipt.reprint', { saleId }, (input) => callTill((till) => till.cashier.receipt.reprint(input))),
    );
    if (answer.ok) setReceipt(answer.value);
  };
  const close = (hasChanged: boolean) => {
    setDialog(null);
    if (hasChanged) onChanged();
  };
  const isVoided = state === 'voided';
  return (
    <>
      <div className="row-wrap">
        <h2 className="grow">{sale.saleNumber}</h2>
        <StateBadge tone={isVoided ? 'bad' : 'good'} {...(isVoided ? { icon: 'undo' as const } : {})}>
          {t(`history.state.${state}`)}
        </StateBadge>
        <StateBadge
          tone={LOYALTY_TONES[sale.loyalty]}
          {...(sale.loyalty === 'waiting' ? { icon: 'clock' as const } : {})}
          {...(sale.loyalty === 'held' ? { icon: 'pause' as const } : {})}
        >
          {t('history.loyaltyLabel', { state: t(`history.loyalty.${sale.loyalty}`) })}
        </StateBadge>
      </div>
      <ProblemNotice problem={action.problem} />
      <div className="history-receipt">{receipt !== null && <ReceiptPicture key={state} receipt={receipt} />}</div>
      {sale.uncorrected.length > 0 && (
        <Notice tone="warn" icon="alert">
          <span>
            <strong>{t('history.uncorrected')}.</strong> {sale.uncorrected.join(' ')}
          </span>
        </Notice>
      )}
      {sale.loyalty === 'held' && (
        <Notice tone="info" icon="pause">
          <span>{t('history.heldWhat')}</span>
        </Notice>
      )}
      {isVoided ? (
        <Notice tone="info">
          <span>{t('history.alreadyVoided')}</span>
        </Notice>
      ) : (
        !sale.isReturn && (
          <NotOffered
            what={[
              [t('history.whatReturn'), capabilities?.partialReturn],
              [t('history.whatVoid'), capabilities?.voidSale],
            ]}
          />
        )
      )}
      <div className="dialog-buttons">
        <PressButton
          icon="printer"
          isDisabled={receipt === null}
          isPending={action.running}
          onPress={() => void reprint()}
        >
          {t('receipt.reprint')}
        </PressButton>
        <PressButton icon="undo" isDisabled={isVoided || sale.isReturn} onPress={() => setDialog('return')}>
          {t('history.returnLines')}
        </PressButton>
        <PressButton look="danger" icon="trash" isDisabled={isVoided} onPress={() => setDialog('void')}>
          {t('history.void')}
        </PressButton>
      </div>
      {dialog === 'void' && <VoidDialog sale={sale} onClose={close} />}
      {dialog === 'return' && <ReturnDialog sale={sale} onClose={close} />}
    </>
  );
}
