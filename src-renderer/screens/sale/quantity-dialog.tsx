import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Answer } from '../../app-api.ts';
import { ProblemNotice } from '../../shell/problem-notice.tsx';
import type { Action } from '../../shell/use-action.ts';
import { AmountEntry } from '../../widgets/amount-entry.tsx';
import { DialogBox } from '../../widgets/dialog-box.tsx';
import { PressButton } from '../../widgets/press-button.tsx';

interface QuantityDialogProps {
  readonly name: string;
  readonly weighed: boolean;
  readonly startThousandths: number;
  readonly confirmText: string;
  readonly action: Action;
  readonly onConfirm: (quantityThousandths: number) => Promise<Answer<unknown>>;
  readonly onClose: () => void;
}

/** Asks for pieces or kilograms; stays open with the reason where the till refuses. */
export function QuantityDialog(props: QuantityDialogProps) {
  const { weighed, action, onConfirm, onClose } = props;
  const { t } = useTranslation();
  // Pieces are typed whole, kilograms to the gram.
  const unit = weighed ? 1 : 1_000;
  const [value, setValue] = useState(Math.floor(props.startThousandths / unit));
  const confirm = async () => {
    if (value === 0 || action.running) return;
    const answer = await action.run(() => onConfirm(value * unit));
    if (answer.ok) onClose();
  };
  return (
    <DialogBox title={t(weighed ? 'sale.weightTitle' : 'sale.quantityTitle', { name: props.name })} onClose={onClose}>
      <AmountEntry
        label={t(weighed ? 'sale.kilograms' : 'sale.pieces')}
        hint={t(weighed ? 'sale.weightHint' : 'sale.piecesHint')}
        value={value}
        decimals={weighed ? 3 : 0}
        onChange={setValue}
        deleteLabel={t('common.delete')}
        onEnter={() => void confirm()}
        autoFocus
      />
      <ProblemNotice problem={action.problem} />
      <div className="dialog-buttons">
        <PressButton onPress={onClose}>{t('common.cancel')}</PressButton>
        <PressButton look="primary" isDisabled={value === 0} isPending={action.running} onPress={() => void confirm()}>
          {props.confirmText}
        </PressButton>
      </div>
    </DialogBox>
  );
}
