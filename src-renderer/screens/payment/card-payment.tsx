import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Action } from '../../shell/use-action.ts';
import { addTender } from '../../state/sale-store.ts';
import { decimalsOfMoney, money } from '../../state/shop-format.ts';
import { AmountEntry } from '../../widgets/amount-entry.tsx';
import { Notice } from '../../widgets/notice.tsx';
import { PressButton } from '../../widgets/press-button.tsx';

interface CardPaymentProps {
  readonly dueMinor: number;
  readonly action: Action;
}

/** A card payment that was approved on a terminal beside this till. Never more than is due: a card gives no change. */
export function CardPayment({ dueMinor, action }: CardPaymentProps) {
  const { t } = useTranslation();
  const [amount, setAmount] = useState(dueMinor);
  const isPossible = amount > 0 && amount <= dueMinor;
  const enter = () => {
    if (isPossible && !action.running) void action.run(() => addTender('CARD', amount));
  };
  return (
    <div className="stack">
      <Notice tone="info" icon="card">
        <span>{t('payment.cardWhat')}</span>
      </Notice>
      <AmountEntry
        label={t('payment.cardAmount')}
        hint={t('common.amountHint', { typed: '2000', amount: money(2_000) })}
        value={amount}
        decimals={decimalsOfMoney()}
        onChange={setAmount}
        deleteLabel={t('common.delete')}
        onEnter={enter}
        autoFocus
      />
      <PressButton
        look="primary big wide"
        icon="card"
        isDisabled={!isPossible}
        isPending={action.running}
        onPress={enter}
      >
        {t('payment.payCard', { amount: money(amount) })}
      </PressButton>
    </div>
  );
}
