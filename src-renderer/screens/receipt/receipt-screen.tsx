import './receipt-screen.css';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReceiptView } from '../../../src-shared/contract/views.ts';
import { goTo } from '../../shell/current-route.ts';
import { ProblemNotice } from '../../shell/problem-notice.tsx';
import type { ScreenProps } from '../../shell/route-table.ts';
import { useScanner } from '../../shell/scanning.ts';
import { useAction } from '../../shell/use-action.ts';
import { loadReceipt, reprint, useReceipt } from '../../state/receipt-store.ts';
import { money, points } from '../../state/shop-format.ts';
import { useStatus } from '../../state/status-store.ts';
import { Notice } from '../../widgets/notice.tsx';
import { PressButton } from '../../widgets/press-button.tsx';
import { takeScan } from '../sale/take-scan.ts';
import { ReceiptPicture } from './receipt-picture.tsx';

export function ReceiptScreen({ id }: ScreenProps) {
  const { t } = useTranslation();
  const receipt = useReceipt((store) => (store.receipt?.saleId === id ? store.receipt : null));
  const status = useStatus((store) => store.status);
  const action = useAction();
  const { run } = action;

  useEffect(() => {
    if (id !== null && receipt === null) void run(() => loadReceipt(id));
  }, [id, receipt, run]);

  // Points that follow may have come: the till reports whenever its queue changes.
  const follows = receipt?.loyaltyState === 'to-follow' && !receipt.copy;
  // biome-ignore lint/correctness/useExhaustiveDependencies: `status` is what says that something changed.
  useEffect(() => {
    if (follows && id !== null) void loadReceipt(id);
  }, [follows, id, status]);

  // Scanning on begins the next sale.
  useScanner((code) => {
    void takeScan(code);
    goTo('sale');
  });

  return (
    <div className="receipt screen">
      <h1 className="only-heard">{t('receipt.title')}</h1>
      {receipt === null ? <span /> : <ReceiptPicture receipt={receipt} />}
      <aside className="receipt-side stack">
        <ProblemNotice problem={action.problem} />
        {receipt !== null && <ReceiptFacts receipt={receipt} />}
        <span className="grow" />
        <PressButton
          icon="printer"
          shortcut="F2"
          isDisabled={receipt === null}
          isPending={action.running}
          onPress={() => {
            if (id !== null) void action.run(() => reprint(id));
          }}
        >
          {t('receipt.reprint')}
        </PressButton>
        <PressButton look="primary big" icon="next" shortcut="Enter" autoFocus onPress={() => goTo('sale')}>
          {t('receipt.next')}
        </PressButton>
      </aside>
    </div>
  );
}

function ReceiptFacts({ receipt }: { readonly receipt: ReceiptView }) {
  const { t } = useTranslation();
  const state = receipt.held ? 'held' : receipt.loyaltyState;
  return (
    <>
      <Notice tone="good">
        <strong>{t('receipt.saved', { number: receipt.saleNumber })}</strong>
      </Notice>
      {receipt.changeMinor > 0 && !receipt.copy && (
        <section className="card change-to-give" role="status">
          <span>{t('receipt.change')}</span>
          <strong className="amount" data-testid="change">
            {money(receipt.changeMinor)}
          </strong>
        </section>
      )}
      <section className="card stack">
        <Notice
          tone={state === 'final' ? 'good' : state === 'none' ? 'plain' : 'info'}
          {...(state === 'to-follow' || state === 'held' ? { icon: 'clock' as const } : {})}
        >
          <span>
            <strong>{t(`receipt.loyalty.${state}`)}</strong>
            {state === 'to-follow' && ` ${t('receipt.toFollowWhat')}`}
            {state === 'held' && `. ${t('receipt.heldWhat')}`}
          </span>
        </Notice>
        {(receipt.pointsEarned !== null || receipt.balancePoints !== null) && (
          <dl className="facts">
            {receipt.pointsRedeemed !== null && receipt.pointsRedeemed > 0 && (
              <div className="spread">
                <dt>{t('receipt.redeemed')}</dt>
                <dd data-testid="points-redeemed">{points(receipt.pointsRedeemed)}</dd>
              </div>
            )}
            {receipt.pointsEarned !== null && (
              <div className="spread">
                <dt>{t('receipt.earned')}</dt>
                <dd data-testid="points-earned">{points(receipt.pointsEarned)}</dd>
              </div>
            )}
            {receipt.balancePoints !== null && (
              <div className="spread">
                <dt>{t('receipt.balance')}</dt>
                <dd data-testid="new-balance">{points(receipt.balancePoints)}</dd>
              </div>
            )}
          </dl>
        )}
        {receipt.claimCode !== null && (
          <div>
            <span className="soft small">{t('receipt.claimCode')}</span>
            <strong className="claim-code" data-testid="claim-code">
              {receipt.claimCode}
            </strong>
            <span className="soft small">{t('receipt.claimWhat')}</span>
          </div>
        )}
      </section>
    </>
  );
}
