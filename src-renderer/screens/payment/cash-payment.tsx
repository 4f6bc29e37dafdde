import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { currency } from '../../../src-shared/money/money.ts';
import type { Action } from '../../shell/use-action.ts';
import { addTender } from '../../state/sale-store.ts';
import { decimalsOfMoney, money, shopCurrency } from '../../state/shop-format.ts';
import { AmountEntry } from '../../widgets/amount-entry.tsx';
import { PressButton } from '../../widgets/press-button.tsx';
import { cashPicks } from './payment-amounts.ts';

interface CashPaymentProps {
  readonly dueMinor: number;
  readonly action: Action;
}

/** What is handed over; above what is due the rest is change. A pick takes it at once. */
export function CashPayment({ dueMinor, action }: CashPaymentProps) {
  const { t } = useTranslation();
  const [amount, setAmount] = useState(dueMinor);
  const take = (tendered: number) => {
    if (tendered > 0 && !action.running) void action.run(() => addTender('CASH', tendered));
  };
  const change = amount - dueMinor;
  return (
    <div className="stack">
      <div className="pay-columns">
        <AmountEntry
          label={t('payment.cashAmount')}
          hint={t('common.amountHint', { typed: '2000', amount: money(2_000) })}
          value={amount}
          decimals={decimalsOfMoney()}
          onChange={setAmount}
          deleteLabel={t('common.delete')}
          onEnter={() => take(amount)}
          autoFocus
        />
        <div className="stack picks">
          <PressButton look="big" isDisabled={action.running} onPress={() => take(dueMinor)}>
            {t('payment.cashExact', { amount: money(dueMinor) })}
          </PressButton>
          {cashPicks(dueMinor, currency(shopCurrency())).map((pick) => (
            <PressButton key={pick} look="big" isDisabled={action.running} onPress={() => take(pick)}>
              {money(pick)}
            </PressButton>
          ))}
        </div>
      </div>
      <PressButton
        look="primary big wide"
        icon="cash"
        isDisabled={amount === 0}
        isPending={action.running}
        onPress={() => take(amount)}
      >
        {t('payment.payCash', { amount: money(amount) })}
      </PressButton>
      {change > 0 && (
        <p className="change-line" role="status">
          {t('payment.changeDue', { amount: money(change) })}
        </p>
      )}
    </div>
  );
}
