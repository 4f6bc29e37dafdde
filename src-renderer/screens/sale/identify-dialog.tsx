import { useTranslation } from 'react-i18next';
import type { IdMethod } from '../../../src-shared/member/member.ts';
import { MemberIdForm } from '../../shell/member-id-form.tsx';
import type { Action } from '../../shell/use-action.ts';
import { identify } from '../../state/sale-store.ts';
import { useStatus } from '../../state/status-store.ts';
import { DialogBox } from '../../widgets/dialog-box.tsx';
import { Notice } from '../../widgets/notice.tsx';

interface IdentifyDialogProps {
  readonly action: Action;
  readonly onClose: () => void;
}

export function IdentifyDialog({ action, onClose }: IdentifyDialogProps) {
  const { t } = useTranslation();
  const isOffline = useStatus((store) => store.status?.connection.state === 'not-connected');
  const find = async (method: IdMethod, value: string) => {
    const answer = await action.run(() => identify(method, value));
    if (answer.ok) onClose();
  };
  return (
    <DialogBox title={t('member.identifyTitle')} onClose={onClose}>
      {isOffline && (
        <Notice tone="warn" icon="unlink">
          <span>{t('member.identifyOffline')}</span>
        </Notice>
      )}
      <MemberIdForm
        confirmText={t('member.find')}
        action={action}
        onConfirm={(method, value) => void find(method, value)}
        onCancel={onClose}
      />
    </DialogBox>
  );
}
