import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EffectsView, SaleSummary, SaleView } from '../../../src-shared/contract/views.ts';
import { callTill } from '../../app-api.ts';
import { ProblemNotice } from '../../shell/problem-notice.tsx';
import { useAction } from '../../shell/use-action.ts';
import { withManager } from '../../state/approval-store.ts';
import { money, quantity } from '../../state/shop-format.ts';
import { DialogBox } from '../../widgets/dialog-box.tsx';
import { PressButton } from '../../widgets/press-button.tsx';
import { leavesUncorrected } from './effect-groups.ts';
import { EffectsColumns } from './effects-columns.tsx';

const PIECE = 1_000;

interface ReturnDialogProps {
  readonly sale: SaleSummary;
  readonly onClose: (hasChanged: boolean) => void;
}

/** First what comes back, then what that does, then the confirmation. Weighed goods come back whole. */
export function ReturnDialog({ sale, onClose }: ReturnDialogProps) {
  const { t } = useTranslation();
  const [full, setFull] = useState<SaleView | null>(null);
  const [chosen, setChosen] = useState<Readonly<Record<string, number>>>({});
  const [effects, setEffects] = useState<EffectsView | null>(null);
  const [understood, setUnderstood] = useState(false);
  const action = useAction();
  const { run } = action;
  const { saleId } = sale;

  useEffect(() => {
    void run(() => callTill((till) => till.cashier.sale.get({ saleId }))).then((answer) => {
      if (answer.ok) setFull(answer.value);
    });
  }, [run, saleId]);

  const lines = Object.entries(chosen)
    .filter(([, thousandths]) => thousandths > 0)
    .map(([lineId, quantityThousandths]) => ({ lineId, quantityThousandths }));
  const readEffects = async () => {
    const answer = await run(() => callTill((till) => till.cashier.history.effectsOfReturn({ saleId, lines })));
    if (answer.ok) setEffects(answer.value);
    setUnderstood(false);
  };
  const confirm = async () => {
    if (effects === null) return;
    const answer = await run(() =>
      withManager('history.returnLines', { saleId, fingerprint: effects.fingerprint, lines }, (command) =>
        callTill((till) => till.cashier.history.returnLines(command)),
      ),
    );
    if (answer.ok) onClose(true);
    else if (answer.problem.code === 'effects-changed') await readEffects();
  };

  return (
    <DialogBox
      title={t('returns.title', { number: sale.saleNumber })}
      isWide
      mustStay={action.running}
      onClose={() => onClose(false)}
    >
      {effects === null ? (
        <>
          <p className="soft">{t('returns.what')}</p>
          <ul aria-label={t('returns.lines')}>
            {(full?.lines ?? []).map((line) => {
              const back = chosen[line.lineId] ?? 0;
              const step = line.weighed ? line.quantityThousandths : PIECE;
              const set = (to: number) => setChosen((before) => ({ ...before, [line.lineId]: to }));
              return (
                <li key={line.lineId} className="row return-line">
                  <span className="grow">
                    <strong>{line.name}</strong> <span className="soft">{money(line.netMinor)}</span>
                  </span>
                  <PressButton
                    icon="minus"
                    label={t('returns.fewer', { name: line.name })}
                    isDisabled={back === 0}
                    onPress={() => set(Math.max(0, back - step))}
                  />
                  <span className="return-count">
                    {t('returns.of', {
                      quantity: quantity(back, line.weighed),
                      sold: quantity(line.quantityThousandths, line.weighed),
                    })}
                  </span>
                  <PressButton
                    icon="plus"
                    label={t('returns.more', { name: line.name })}
                    isDisabled={back + step > line.quantityThousandths}
                    onPress={() => set(back + step)}
                  />
                </li>
              );
            })}
          </ul>
        </>
      ) : (
        <EffectsColumns
          effects={effects.effects}
          currency={sale.currency}
          understood={understood}
          onUnderstood={setUnderstood}
        />
      )}
      <ProblemNotice problem={action.problem} />
      <div className="dialog-buttons">
        <PressButton onPress={() => (effects === null ? onClose(false) : setEffects(null))}>
          {t(effects === null ? 'common.cancel' : 'returns.chooseOther')}
        </PressButton>
        {effects === null ? (
          <PressButton
            look="primary"
            isDisabled={lines.length === 0}
            isPending={action.running}
            onPress={() => void readEffects()}
          >
            {t('returns.next')}
          </PressButton>
        ) : (
          <PressButton
            look="danger solid"
            isDisabled={leavesUncorrected(effects.effects) && !understood}
            isPending={action.running}
            onPress={() => void confirm()}
          >
            {t('returns.confirm')}
          </PressButton>
        )}
      </div>
    </DialogBox>
  );
}
