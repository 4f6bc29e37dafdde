import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SaleView } from '../../../src-shared/contract/views.ts';
import { useNowMs } from '../../state/now-store.ts';
import { askAgain, giveUpPay } from '../../state/pay-store.ts';
import { money } from '../../state/shop-format.ts';
import { Notice } from '../../widgets/notice.tsx';
import { PressButton } from '../../widgets/press-button.tsx';
import { secondsUntil } from './payment-amounts.ts';

interface PayStateProps {
  readonly sale: SaleView;
  /** The amount that is being asked for right now; null when no call runs. */
  readonly askingMinor: number | null;
  readonly onOtherTender: () => void;
}

/** What is known of the points of this sale, and what can be done about it right now (design.md 8.4). */
export function PayState({ sale, askingMinor, onOtherTender }: PayStateProps) {
  const { t } = useTranslation();
  const [isGivingUp, setGivingUp] = useState(false);
  const state = askingMinor === null ? (sale.pay?.state ?? null) : 'sending';
  if (state === null) return null;
  const amount = money(askingMinor ?? sale.pay?.amountMinor ?? 0);
  const otherTender = async () => {
    onOtherTender();
    setGivingUp(true);
    await giveUpPay();
    setGivingUp(false);
  };
  const giveUp = (
    <PressButton icon="undo" isPending={isGivingUp} onPress={() => void otherTender()}>
      {t(state === 'confirmed' ? 'payment.giveBack' : 'payment.otherTender')}
    </PressButton>
  );
  return (
    <section className={`pay-state ${state}`} data-testid="pay-state" aria-live="polite">
      {state === 'sending' && (
        <>
          <Notice tone="info" icon="send">
            <span>
              <strong>{t('payment.asking', { amount })}</strong> {t('payment.askingWhat')}
            </span>
          </Notice>
          {giveUp}
        </>
      )}
      {state === 'undecided' && (
        <>
          <Notice tone="warn" icon="question" isUrgent>
            <span>
              <strong>{t('payment.undecided', { amount })}.</strong> {t('payment.undecidedWhat')}
            </span>
          </Notice>
          <div className="row">
            {giveUp}
            <AskAgain fromMs={sale.pay?.askAgainAtMs ?? null} />
          </div>
        </>
      )}
      {state === 'confirmed' && (
        <div className="row">
          <span className="grow">
            <Notice tone="good">
              <strong>{t('payment.confirmed', { amount })}</strong>
            </Notice>
          </span>
          {giveUp}
        </div>
      )}
      {state === 'giving-back' && (
        <Notice tone="info" icon="undo">
          <span>
            <strong>{t('payment.givingBack', { amount })}.</strong> {t('payment.givingBackWhat')}
          </span>
        </Notice>
      )}
    </section>
  );
}

interface AskAgainProps {
  readonly fromMs: number | null;
}

function AskAgain({ fromMs }: AskAgainProps) {
  const { t } = useTranslation();
  const nowMs = useNowMs();
  const seconds = fromMs === null ? 0 : secondsUntil(fromMs, nowMs);
  return (
    <PressButton icon="sync" isDisabled={seconds > 0} onPress={() => void askAgain()}>
      {seconds > 0 ? t('payment.askAgainIn', { seconds }) : t('payment.askAgain')}
    </PressButton>
  );
}
