import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MemberView } from '../../../src-shared/contract/views.ts';
import { ProblemNotice } from '../../shell/problem-notice.tsx';
import type { Action } from '../../shell/use-action.ts';
import { updateMember } from '../../state/sale-store.ts';
import { DialogBox } from '../../widgets/dialog-box.tsx';
import { PressButton } from '../../widgets/press-button.tsx';
import { TickBox } from '../../widgets/tick-box.tsx';

interface ConsentsDialogProps {
  readonly member: MemberView;
  readonly action: Action;
  readonly onClose: () => void;
}

/** Starts from what the program says now; a consent that is not known starts unticked. */
export function ConsentsDialog({ member, action, onClose }: ConsentsDialogProps) {
  const { t } = useTranslation();
  const [sms, setSms] = useState(member.marketingConsent?.sms ?? false);
  const [email, setEmail] = useState(member.marketingConsent?.email ?? false);
  const save = async () => {
    const answer = await action.run(() => updateMember({ allowedSms: sms, allowedEmail: email }));
    if (answer.ok) onClose();
  };
  return (
    <DialogBox title={t('member.updateTitle')} onClose={onClose}>
      <p className="soft">{t('member.updateWhat')}</p>
      <div>
        <TickBox isSelected={sms} onChange={setSms}>
          {t('member.sms')}
        </TickBox>
        <TickBox isSelected={email} onChange={setEmail}>
          {t('member.emailConsent')}
        </TickBox>
      </div>
      <ProblemNotice problem={action.problem} />
      <div className="dialog-buttons">
        <PressButton onPress={onClose}>{t('common.cancel')}</PressButton>
        <PressButton look="primary" isPending={action.running} onPress={() => void save()}>
          {t('common.save')}
        </PressButton>
      </div>
    </DialogBox>
  );
}
