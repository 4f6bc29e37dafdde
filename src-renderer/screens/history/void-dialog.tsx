import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EffectsView, SaleSummary } from '../../../src-shared/contract/views.ts';
import { callTill } from '../../app-api.ts';
import { ProblemNotice } from '../../shell/problem-notice.tsx';
import { useAction } from '../../shell/use-action.ts';
import { withManager } from '../../state/approval-store.ts';
import { DialogBox } from '../../widgets/dialog-box.tsx';
import { Notice } from '../../widgets/notice.tsx';
import { PressButton } from '../../widgets/press-button.tsx';
import { TextEntry } from '../../widgets/text-entry.tsx';
import { leavesUncorrected } from './effect-groups.ts';
import { EffectsColumns } from './effects-columns.tsx';

interface VoidDialogProps {
  readonly sale: SaleSummary;
  readonly onClose: (hasChanged: boolean) => void;
}

/** Shows what a void gives and takes; confirming sends the fingerprint of exactly that, and changed effects are shown again. */
export function VoidDialog({ sale, onClose }: VoidDialogProps) {
  const { t } = useTranslation();
  const [effects, setEffects] = useState<EffectsView | null>(null);
  const [hasChanged, setChanged] = useState(false);
  const [reason, setReason] = useState('');
  const [understood, setUnderstood] = useState(false);
  const action = useAction();
  const { run } = action;
  const { saleId } = sale;

  const read = useCallback(async () => {
    const answer = await run(() => callTill((till) => till.cashier.history.effectsOfVoid({ saleId })));
    if (answer.ok) setEffects(answer.value);
    setUnderstood(false);
  }, [run, saleId]);
  useEffect(() => void read(), [read]);

  const confirm = async () => {
    if (effects === null) return;
    const input = {
      saleId,
      fingerprint: effects.fingerprint,
      ...(reason.trim() === '' ? {} : { reason: reason.trim() }),
    };
    const answer = await run(() =>
      withManager('history.void', input, (command) => callTill((till) => till.cashier.history.void(command))),
    );
    if (answer.ok) onClose(true);
    else if (answer.problem.code === 'effects-changed') {
      setChanged(true);
      await read();
    }
  };

  return (
    <DialogBox
      title={t('history.voidTitle', { number: sale.saleNumber })}
      isWide
      mustStay={action.running}
      onClose={() => onClose(false)}
    >
      <p className="soft">{t('effects.intro')}</p>
      {hasChanged && (
        <Notice tone="warn" isUrgent>
          <strong>{t('effects.changed')}</strong>
        </Notice>
      )}
      {effects === null ? (
        action.problem === null && <p>{t('common.loading')}</p>
      ) : (
        <>
          <EffectsColumns
            effects={effects.effects}
            currency={sale.currency}
            understood={understood}
            onUnderstood={setUnderstood}
          />
          <TextEntry label={t('effects.reason')} value={reason} onChange={setReason} />
        </>
      )}
      <ProblemNotice problem={action.problem} />
      <div className="dialog-buttons">
        <PressButton onPress={() => onClose(false)}>{t('effects.keep')}</PressButton>
        <PressButton
          look="danger solid"
          icon="trash"
          isDisabled={effects === null || (leavesUncorrected(effects.effects) && !understood)}
          isPending={action.running}
          onPress={() => void confirm()}
        >
          {t('effects.confirmVoid')}
        </PressButton>
      </div>
    </DialogBox>
  );
}
