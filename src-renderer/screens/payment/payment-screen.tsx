import './payment-screen.css';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SaleView } from '../../../src-shared/contract/views.ts';
import { goTo } from '../../shell/current-route.ts';
import { NotOffered } from '../../shell/not-offered.tsx';
import { ProblemNotice } from '../../shell/problem-notice.tsx';
import type { ScreenProps } from '../../shell/route-table.ts';
import { type Action, useAction } from '../../shell/use-action.ts';
import { forgetPay, giveUpPay, usePay } from '../../state/pay-store.ts';
import { addTender, completeSale, loadSale, refreshSale, useSale } from '../../state/sale-store.ts';
import { money } from '../../state/shop-format.ts';
import { useReachable, useStatus } from '../../state/status-store.ts';
import { Notice } from '../../widgets/notice.tsx';
import { PressButton } from '../../widgets/press-button.tsx';
import { benefitsOf, inTheWay } from '../sale/benefit-state.ts';
import { SaleTotals } from '../sale/sale-totals.tsx';
import { CardPayment } from './card-payment.tsx';
import { CashPayment } from './cash-payment.tsx';
import { PayState } from './pay-state.tsx';
import { PointsPayment } from './points-payment.tsx';
import { TenderList } from './tender-list.tsx';
import { UnconfirmedBenefits } from './unconfirmed-benefits.tsx';

type Method = 'points' | 'cash' | 'card';
const METHODS = [
  { id: 'points', icon: 'star', shortcut: 'F2' },
  { id: 'cash', icon: 'cash', shortcut: 'F3' },
  { id: 'card', icon: 'card', shortcut: 'F4' },
] as const;

export function PaymentScreen(_props: ScreenProps) {
  const { t } = useTranslation();
  const { sale, loaded } = useSale();
  useEffect(() => {
    if (!loaded) void loadSale();
  }, [loaded]);
  if (sale === null) {
    return (
      <div className="empty">
        <p>{t(loaded ? 'payment.noSale' : 'common.loading')}</p>
        <PressButton shortcut="Enter" onPress={() => goTo('sale')}>
          {t('payment.toSale')}
        </PressButton>
      </div>
    );
  }
  return <OpenPayment sale={sale} />;
}

function OpenPayment({ sale }: { readonly sale: SaleView }) {
  const { t } = useTranslation();
  const action = useAction();
  const [method, setMethod] = useState<Method>('cash');
  const { asking, refusedBecause, problem: payProblem } = usePay();
  const status = useStatus((store) => store.status);
  const { totals, pay } = sale;

  // What was said about an earlier pay does not belong to this visit; one that still runs does.
  useEffect(() => {
    if (usePay.getState().asking === null) forgetPay();
  }, []);

  // An unsettled pay changes without a press here: whenever the till reports something new, the sale is read again.
  const isUnsettled = pay !== null && pay.state !== 'confirmed';
  // biome-ignore lint/correctness/useExhaustiveDependencies: `status` is what says that something changed.
  useEffect(() => {
    if (isUnsettled) void refreshSale();
  }, [isUnsettled, status]);

  const support = useStatus((store) => store.capabilities?.payWithPoints);
  const isOpen = pay?.state === 'sending' || pay?.state === 'undecided' || pay?.state === 'awaiting-approval';
  const isWaiting = asking !== null || isOpen;
  // While an answer is only late, the screen stays as it is; once nobody knows, the other tenders are at hand.
  const isUnclear = asking === null && isOpen && pay?.state !== 'sending';
  const unconfirmed = inTheWay(benefitsOf(sale, useReachable()).values());
  const isPaid = totals.dueMinor <= 0;
  // One standing pay per sale: with it only the other tenders are left.
  const hasStandingPay = pay?.state === 'confirmed';
  const methods = METHODS.filter(({ id }) => id !== 'points' || (support?.offered !== false && !isWaiting));
  const shown = method === 'points' && (hasStandingPay || support?.offered === false) ? 'cash' : method;
  const choose = async (id: Method) => {
    setMethod(id);
    // Another tender is what gives a pay back that nobody knows about; it need not be asked for twice.
    if (isWaiting) await giveUpPay();
  };
  const complete = async () => {
    const answer = await action.run(completeSale);
    if (answer.ok) goTo('receipt', answer.value.saleId);
  };

  return (
    <div className="payment screen">
      <h1 className="only-heard">{t('payment.title')}</h1>
      <aside className="payment-side">
        <div className={isPaid ? 'card due paid' : 'card due'}>
          <span>{t(totals.dueMinor < 0 ? 'payment.refundDue' : 'payment.stillDue')}</span>
          <strong className="amount" data-testid="due">
            {money(Math.abs(totals.dueMinor))}
          </strong>
          {totals.changeMinor > 0 && (
            <span className="change-due">{t('payment.changeDue', { amount: money(totals.changeMinor) })}</span>
          )}
        </div>
        <SaleTotals sale={sale} />
        <TenderList sale={sale} action={action} />
        <span className="grow" />
        <PressButton icon="back" shortcut="Escape" onPress={() => goTo('sale')}>
          {t('payment.backToSale')}
        </PressButton>
      </aside>
      <section className="card payment-main">
        <UnconfirmedBenefits sale={sale} unconfirmed={unconfirmed} action={action} />
        <PayState sale={sale} askingMinor={asking?.amountMinor ?? null} onOtherTender={() => setMethod('cash')} />
        <ProblemNotice problem={payProblem} onDismiss={forgetPay} />
        <ProblemNotice problem={action.problem} onDismiss={action.dismiss} />
        {refusedBecause !== null && (
          <Notice tone="bad" isUrgent>
            <span>{t('payment.refused', { reason: refusedBecause })}</span>
          </Notice>
        )}
        {totals.dueMinor < 0 && <Refund dueMinor={totals.dueMinor} action={action} />}
        {totals.dueMinor === 0 && (
          <Paid
            sale={sale}
            action={action}
            isWaiting={isWaiting || unconfirmed.length > 0}
            onComplete={() => void complete()}
          />
        )}
        {!isPaid && (!isWaiting || isUnclear) && (
          <fieldset className="methods">
            <legend className={isWaiting ? '' : 'only-heard'}>
              {t(isWaiting ? 'payment.takeOther' : 'payment.how')}
            </legend>
            {methods.map(({ id, icon, shortcut }) => (
              <PressButton
                key={id}
                look={shown === id && !isWaiting ? 'big method chosen' : 'big method'}
                icon={icon}
                shortcut={shortcut}
                isDisabled={id === 'points' && hasStandingPay}
                onPress={() => void choose(id)}
              >
                {t(`payment.${id}`)}
              </PressButton>
            ))}
          </fieldset>
        )}
        {!isPaid && !isWaiting && (
          <>
            <NotOffered what={[[t('payment.notOfferedWhat'), support]]} />
            {shown === 'points' && <PointsPayment sale={sale} />}
            {shown === 'cash' && <CashPayment key={totals.dueMinor} dueMinor={totals.dueMinor} action={action} />}
            {shown === 'card' && <CardPayment key={totals.dueMinor} dueMinor={totals.dueMinor} action={action} />}
          </>
        )}
      </section>
    </div>
  );
}

interface RefundProps {
  /** Below 0: what the customer gets. */
  readonly dueMinor: number;
  readonly action: Action;
}

/** More was given back than bought: the difference leaves the drawer. */
function Refund({ dueMinor, action }: RefundProps) {
  const { t } = useTranslation();
  return (
    <div className="stack all-paid">
      <PressButton
        look="primary big wide"
        icon="cash"
        isPending={action.running}
        autoFocus
        onPress={() => void action.run(() => addTender('CASH', dueMinor))}
      >
        {t('payment.payBack', { amount: money(-dueMinor) })}
      </PressButton>
    </div>
  );
}

interface PaidProps {
  readonly sale: SaleView;
  readonly action: Action;
  readonly isWaiting: boolean;
  readonly onComplete: () => void;
}

function Paid({ sale, action, isWaiting, onComplete }: PaidProps) {
  const { t } = useTranslation();
  const { changeMinor } = sale.totals;
  return (
    <div className="stack all-paid">
      <Notice tone="good">
        <span>
          {changeMinor > 0
            ? t('payment.fullyPaidChange', { amount: money(changeMinor) })
            : t(sale.tenders.length === 0 ? 'payment.nothingToPay' : 'payment.fullyPaid')}
        </span>
      </Notice>
      <PressButton
        look="primary big wide"
        icon="check"
        shortcut="Enter"
        isDisabled={isWaiting}
        isPending={action.running}
        autoFocus
        onPress={onComplete}
      >
        {t('payment.complete')}
      </PressButton>
    </div>
  );
}
