import { useState } from 'react';
import { Form } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { ProblemNotice } from '../../shell/problem-notice.tsx';
import { useAction } from '../../shell/use-action.ts';
import { sendCode, verifyCode } from '../../state/sale-store.ts';
import { Notice } from '../../widgets/notice.tsx';
import { PressButton } from '../../widgets/press-button.tsx';
import { TextEntry } from '../../widgets/text-entry.tsx';

/** Proves a member whose id alone may not spend. */
export function OneTimeCode() {
  const { t } = useTranslation();
  const action = useAction();
  const [isSent, setSent] = useState(false);
  const [code, setCode] = useState('');
  return (
    <div className="stack">
      {isSent && (
        <Form
          className="stack"
          onSubmit={(event) => {
            event.preventDefault();
            if (code !== '') void action.run(() => verifyCode(code));
          }}
        >
          <Notice tone="info" icon="send">
            <span>{t('member.codeSent')}</span>
          </Notice>
          <div className="row one-time-code">
            <TextEntry label={t('member.code')} value={code} onChange={setCode} inputMode="numeric" autoFocus />
            <PressButton look="primary" type="submit" isDisabled={code === ''} isPending={action.running}>
              {t('member.verify')}
            </PressButton>
          </div>
        </Form>
      )}
      {!isSent && (
        <PressButton
          icon="send"
          isPending={action.running}
          onPress={async () => {
            const answer = await action.run(sendCode);
            if (answer.ok) setSent(true);
          }}
        >
          {t('member.sendCode')}
        </PressButton>
      )}
      <ProblemNotice problem={action.problem} />
    </div>
  );
}
