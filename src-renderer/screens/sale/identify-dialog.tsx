import { useTranslation } from 'react-i18next';
import type { MemberEntry } from '../../shell/member-entry.ts';
import { MemberIdForm } from '../../shell/member-id-form.tsx';
import type { Action } from '../../shell/use-action.ts';
import { identify } from '../../state/sale-store.ts';
import { DialogBox } from '../../widgets/dialog-box.tsx';

interface IdentifyDialogProps {
  readonly action: Action;
  /** The sale has a member, whose next code is scanned. */
  readonly isAgain?: boolean;
  /** What was scanned on the screen before; null: nothing. */
  readonly scanned?: string | null;
  readonly onClose: () => void;
}

export function IdentifyDialog({ action, isAgain = false, scanned = null, onClose }: IdentifyDialogProps) {
  const { t } = useTranslation();
  const find = async (entry: MemberEntry) => {
    const answer = await action.run(() => identify(entry));
    if (answer.ok) onClose();
  };
  return (
    <DialogBox title={t(isAgain ? 'member.againTitle' : 'member.identifyTitle')} onClose={onClose}>
      {isAgain && <p className="soft">{t('member.againWhat')}</p>}
      <MemberIdForm
        confirmText={t('member.find')}
        action={action}
        scanned={scanned}
        offlineText={t('member.identifyOffline')}
        onConfirm={(entry) => void find(entry)}
        onCancel={onClose}
      />
    </DialogBox>
  );
}
