import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SaleView } from '../../../src-shared/contract/views.ts';
import { useNowMs } from '../../state/now-store.ts';
import { askAgain, giveUpPay } from '../../state/pay-store.ts';
import { money } from '../../state/shop-format.ts';
import { Icon } from '../../widgets/icon.tsx';
import { Notice } from '../../widgets/notice.tsx';
import { PressButton } from '../../widgets/press-button.tsx';
import { secondsUntil } from './payment-amounts.ts';

interface PayStateProps {
  readonly sale: SaleView;
  /** The amount that is being asked for right now; null when no call runs. */
  readonly askingMinor: number | null;
  readonly onOtherTender: () => void;
}

/** What is known of the points of this sale, and what can be done about it right now (design.md 8.4). */
export function PayState({ sale, askingMinor, onOtherTender }: PayStateProps) {
  const { t } = useTranslation();
  const [isGivingUp, setGivingUp] = useState(false);
  const state = askingMinor === null ? (sale.pay?.state ?? null) : 'sending';
  if (state === null) return null;
  const amount = money(askingMinor ?? sale.pay?.amountMinor ?? 0);
  const otherTender = async () => {
    onOtherTender();
    setGivingUp(true);
    await giveUpPay();
    setGivingUp(false);
  };
  const giveUp = (
    <PressButton icon="undo" isPending={isGivingUp} onPress={() => void otherTender()}>
      {t(state === 'confirmed' ? 'payment.giveBack' : 'payment.otherTender')}
    </PressButton>
  );
  return (
    <section className={`pay-state ${state}`} data-testid="pay-state" aria-live="polite">
      {(state === 'sending' || state === 'undecided' || state === 'awaiting-approval') && (
        <Waiting sale={sale} state={state} amount={amount} giveUp={giveUp} />
      )}
      {state === 'confirmed' && (
        <div className="row">
          <span className="grow">
            <Notice tone="good">
              <strong>{t('payment.confirmed', { amount })}</strong>
            </Notice>
          </span>
          {giveUp}
        </div>
      )}
      {state === 'giving-back' && (
        <Notice tone="info" icon="undo">
          <span>
            <strong>{t('payment.givingBack', { amount })}.</strong> {t('payment.givingBackWhat')}
          </span>
        </Notice>
      )}
    </section>
  );
}

const WAITING = {
  sending: { tone: 'info', icon: 'send', title: 'payment.asking', what: 'payment.askingWhat' },
  undecided: { tone: 'warn', icon: 'question', title: 'payment.undecided', what: 'payment.undecidedWhat' },
  'awaiting-approval': { tone: 'info', icon: 'clock', title: 'payment.awaiting', what: 'payment.awaitingWhat' },
} as const;

interface WaitingProps {
  readonly sale: SaleView;
  readonly state: keyof typeof WAITING;
  readonly amount: string;
  readonly giveUp: ReactNode;
}

/** Nobody knows yet: what that means for this customer, and both ways on, large enough to be pressed while he waits. */
function Waiting({ sale, state, amount, giveUp }: WaitingProps) {
  const { t } = useTranslation();
  const { tone, icon, title, what } = WAITING[state];
  return (
    <div className={`pay-wait ${tone}`} role={state === 'undecided' ? 'alert' : 'status'}>
      <Icon name={icon} />
      <strong className="pay-wait-title">{t(title, { amount })}</strong>
      <p>{t(what)}</p>
      <div className="row-wrap">
        {giveUp}
        {state !== 'sending' && <AskAgain fromMs={sale.pay?.askAgainAtMs ?? null} />}
      </div>
    </div>
  );
}

interface AskAgainProps {
  readonly fromMs: number | null;
}

function AskAgain({ fromMs }: AskAgainProps) {
  const { t } = useTranslation();
  const nowMs = useNowMs();
  const seconds = fromMs === null ? 0 : secondsUntil(fromMs, nowMs);
  return (
    <PressButton icon="sync" isDisabled={seconds > 0} onPress={() => void askAgain()}>
      {seconds > 0 ? t('payment.askAgainIn', { seconds }) : t('payment.askAgain')}
    </PressButton>
  );
}
