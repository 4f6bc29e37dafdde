import { useState } from 'react';
import { Form } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { ProblemNotice } from '../../shell/problem-notice.tsx';
import { useAction } from '../../shell/use-action.ts';
import { redeemPromoCode } from '../../state/sale-store.ts';
import { PressButton } from '../../widgets/press-button.tsx';
import { TextEntry } from '../../widgets/text-entry.tsx';

/** A code from advertising that unlocks an offer; out of the way until somebody has one. */
export function PromoCode() {
  const { t } = useTranslation();
  const action = useAction();
  const [isOpen, setOpen] = useState(false);
  const [code, setCode] = useState('');
  if (!isOpen) {
    return (
      <PressButton look="quiet start" icon="plus" onPress={() => setOpen(true)}>
        {t('benefits.promoCode')}
      </PressButton>
    );
  }
  const redeem = async () => {
    const answer = await action.run(() => redeemPromoCode(code.trim()));
    if (!answer.ok) return;
    setCode('');
    setOpen(false);
  };
  return (
    <Form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (code.trim() !== '' && !action.running) void redeem();
      }}
    >
      <div className="row one-time-code">
        <TextEntry label={t('benefits.promoCode')} value={code} onChange={setCode} autoFocus />
        <PressButton look="primary" type="submit" isDisabled={code.trim() === ''} isPending={action.running}>
          {t('benefits.redeem')}
        </PressButton>
      </div>
      <ProblemNotice problem={action.problem} onDismiss={action.dismiss} />
    </Form>
  );
}
