import { useState } from 'react';
import { Form } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { ProblemNotice } from '../../shell/problem-notice.tsx';
import type { Action } from '../../shell/use-action.ts';
import { enrol } from '../../state/sale-store.ts';
import { useStatus } from '../../state/status-store.ts';
import { DialogBox } from '../../widgets/dialog-box.tsx';
import { Notice } from '../../widgets/notice.tsx';
import { PressButton } from '../../widgets/press-button.tsx';
import { TextEntry } from '../../widgets/text-entry.tsx';
import { TickBox } from '../../widgets/tick-box.tsx';
import { EMPTY_ENROLMENT, type EnrolmentForm, mayEnrol, profileOf } from './enrolment.ts';

interface EnrolDialogProps {
  readonly action: Action;
  readonly onClose: () => void;
}

export function EnrolDialog({ action, onClose }: EnrolDialogProps) {
  const { t } = useTranslation();
  const isOffline = useStatus((store) => store.status?.connection.state === 'not-connected');
  const [form, setForm] = useState<EnrolmentForm>(EMPTY_ENROLMENT);
  const set = (change: Partial<EnrolmentForm>) => setForm((before) => ({ ...before, ...change }));
  const submit = async () => {
    if (!mayEnrol(form) || action.running) return;
    const answer = await action.run(() => enrol(profileOf(form)));
    if (answer.ok) onClose();
  };
  return (
    <DialogBox title={t('member.enrolTitle')} isWide onClose={onClose}>
      <Form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <p className="soft">{t('member.enrolWhat')}</p>
        {isOffline && (
          <Notice tone="warn" icon="unlink">
            <span>{t('member.enrolOffline')}</span>
          </Notice>
        )}
        <div className="two-columns">
          <TextEntry
            label={t('member.phone')}
            value={form.phone}
            onChange={(phone) => set({ phone })}
            inputMode="tel"
            autoFocus
          />
          <TextEntry
            label={t('member.email')}
            value={form.email}
            onChange={(email) => set({ email })}
            inputMode="email"
          />
          <TextEntry
            label={t('member.firstName')}
            value={form.firstName}
            onChange={(firstName) => set({ firstName })}
          />
          <TextEntry label={t('member.lastName')} value={form.lastName} onChange={(lastName) => set({ lastName })} />
          <TextEntry
            label={t('member.birthday')}
            type="date"
            value={form.birthday}
            onChange={(birthday) => set({ birthday })}
          />
        </div>
        <div>
          <TickBox isSelected={form.terms} onChange={(terms) => set({ terms })}>
            {t('member.terms')}
          </TickBox>
          <TickBox isSelected={form.gdpr} onChange={(gdpr) => set({ gdpr })}>
            {t('member.gdpr')}
          </TickBox>
          <TickBox isSelected={form.sms} onChange={(sms) => set({ sms })}>
            {t('member.sms')}
          </TickBox>
          <TickBox isSelected={form.emailConsent} onChange={(emailConsent) => set({ emailConsent })}>
            {t('member.emailConsent')}
          </TickBox>
        </div>
        <ProblemNotice problem={action.problem} />
        <div className="dialog-buttons">
          <PressButton onPress={onClose}>{t('common.cancel')}</PressButton>
          <PressButton look="primary" type="submit" isDisabled={!mayEnrol(form)} isPending={action.running}>
            {t('member.enrolConfirm')}
          </PressButton>
        </div>
      </Form>
    </DialogBox>
  );
}
