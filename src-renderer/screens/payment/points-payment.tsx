import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SaleView } from '../../../src-shared/contract/views.ts';
import { currency } from '../../../src-shared/money/money.ts';
import { useCodeText } from '../../shell/problem-notice.tsx';
import { payWithPoints } from '../../state/pay-store.ts';
import { decimalsOfMoney, money, points } from '../../state/shop-format.ts';
import { useStatus } from '../../state/status-store.ts';
import { AmountEntry } from '../../widgets/amount-entry.tsx';
import { Notice } from '../../widgets/notice.tsx';
import { PressButton } from '../../widgets/press-button.tsx';
import { OneTimeCode } from '../sale/one-time-code.tsx';
import { mostPointsMinor, pointsPicks } from './payment-amounts.ts';

/** Why points cannot be used now, in words; null where they can. */
function useWhyNot(sale: SaleView): string | null {
  const { t } = useTranslation();
  const codeText = useCodeText();
  const support = useStatus((store) => store.capabilities?.payWithPoints);
  const connection = useStatus((store) => store.status?.connection.state);
  const { member } = sale;
  if (support?.offered === false) return t('common.because', { because: support.because ?? '' });
  if (member === null) return t('payment.noMember');
  if (!member.confirmed) return t('payment.notConfirmed');
  if (connection === 'not-connected') return t('payment.offline');
  if (member.mayRedeem) return null;
  return member.mayNotRedeemBecause === null ? t('member.mayNotRedeem') : codeText(member.mayNotRedeemBecause);
}

export function PointsPayment({ sale }: { readonly sale: SaleView }) {
  const oneTimeCode = useStatus((store) => store.capabilities?.oneTimeCode.offered);
  const whyNot = useWhyNot(sale);
  const { member } = sale;
  if (whyNot !== null) {
    const mayProve = member?.confirmed === true && member.active && !member.mayRedeem && oneTimeCode === true;
    return (
      <div className="stack">
        <Notice tone="info">
          <span>{whyNot}</span>
        </Notice>
        {mayProve && <OneTimeCode />}
      </div>
    );
  }
  return <PointsAmount sale={sale} />;
}

function PointsAmount({ sale }: { readonly sale: SaleView }) {
  const { t } = useTranslation();
  const most = mostPointsMinor(sale.member?.spendableMinor ?? null, sale.totals.dueMinor);
  const [amount, setAmount] = useState(most);
  const pay = () => {
    if (amount > 0 && amount <= most) void payWithPoints(amount);
  };
  return (
    <div className="stack">
      <p>
        {t('payment.pointsHave', {
          points: points(sale.member?.balancePoints ?? 0),
          amount: money(sale.member?.spendableMinor ?? 0),
        })}
      </p>
      <div className="pay-columns">
        <AmountEntry
          label={t('payment.pointsAmount')}
          hint={t('common.amountHint', { typed: '500', amount: money(500) })}
          value={amount}
          decimals={decimalsOfMoney()}
          onChange={setAmount}
          deleteLabel={t('common.delete')}
          onEnter={pay}
          autoFocus
        />
        <div className="stack picks">
          {pointsPicks(most, currency(sale.currency)).map((pick) => (
            <PressButton key={pick} look="big" onPress={() => setAmount(pick)}>
              {pick === most ? t('payment.pointsMax', { amount: money(pick) }) : money(pick)}
            </PressButton>
          ))}
        </div>
      </div>
      <PressButton look="primary big wide" icon="star" isDisabled={amount === 0 || amount > most} onPress={pay}>
        {t('payment.payPoints', { amount: money(amount) })}
      </PressButton>
    </div>
  );
}
