import { useTranslation } from 'react-i18next';
import { useApproval } from '../state/approval-store.ts';
import { DialogBox } from '../widgets/dialog-box.tsx';
import { ApprovalForm } from './approval-form.tsx';
import { useProblemText } from './problem-notice.tsx';
import { useAction } from './use-action.ts';

/** Asks for a manager's PIN over whatever screen or dialog made the call. */
export function ApprovalDialog() {
  const { t } = useTranslation();
  const asked = useApproval((store) => store.asked);
  const textOf = useProblemText();
  const action = useAction();
  if (asked === null) return null;
  const giveUp = () => {
    action.dismiss();
    asked.giveUp();
  };
  return (
    <DialogBox title={t('approval.title')} mustStay={action.running} onClose={giveUp}>
      <ApprovalForm
        what={textOf(asked.because)}
        confirmText={t('approval.confirm')}
        action={action}
        onPin={(pin) => void action.run(() => asked.approve(pin))}
        onCancel={giveUp}
      />
    </DialogBox>
  );
}
