import './history-screen.css';
import { useEffect, useState } from 'react';
import { Input, Label, ListBox, ListBoxItem, SearchField } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { SaleSummary } from '../../../src-shared/contract/views.ts';
import { goTo } from '../../shell/current-route.ts';
import { NotOffered } from '../../shell/not-offered.tsx';
import { ProblemNotice } from '../../shell/problem-notice.tsx';
import type { ScreenProps } from '../../shell/route-table.ts';
import { useAction } from '../../shell/use-action.ts';
import { loadOlderSales, searchHistory, useHistory } from '../../state/history-store.ts';
import { dateAndTime, money } from '../../state/shop-format.ts';
import { useStatus } from '../../state/status-store.ts';
import { StateBadge } from '../../widgets/notice.tsx';
import { PressButton } from '../../widgets/press-button.tsx';
import { ClaimDialog } from './claim-dialog.tsx';
import { SaleDetails } from './sale-details.tsx';

const TYPING_PAUSE_MS = 200;

/** Completed sales; the chosen one with its receipt and what can be done with it. */
export function HistoryScreen({ id }: ScreenProps) {
  const { t } = useTranslation();
  const { sales, nextBefore, loaded } = useHistory();
  const status = useStatus((store) => store.status);
  const [text, setText] = useState('');
  const [isClaiming, setClaiming] = useState(false);
  const claim = useStatus((store) => store.capabilities?.claim);
  const action = useAction();
  const { run } = action;

  // The loyalty state of a sale changes with the queue, so the list is read again with each report of the till.
  // biome-ignore lint/correctness/useExhaustiveDependencies: `status` is what says that something changed.
  useEffect(() => {
    const timer = setTimeout(() => void run(() => searchHistory(text)), loaded ? TYPING_PAUSE_MS : 0);
    return () => clearTimeout(timer);
  }, [text, status?.waiting.count, status?.needsPerson, run]);

  const chosen = sales.find(({ saleId }) => saleId === id) ?? null;
  return (
    <div className="history screen">
      <section className="card history-list">
        <h1 className="only-heard">{t('history.title')}</h1>
        <div className="row history-search">
          <SearchField className="field grow" value={text} onChange={setText}>
            <Label className="only-heard">{t('history.search')}</Label>
            <Input className="field-input" placeholder={t('history.search')} />
          </SearchField>
          {claim?.offered !== false && (
            <PressButton icon="gift" isDisabled={claim === undefined} onPress={() => setClaiming(true)}>
              {t('history.claim')}
            </PressButton>
          )}
        </div>
        <NotOffered what={[[t('history.whatClaim'), claim]]} />
        <ProblemNotice problem={action.problem} />
        <ListBox
          className="sales"
          aria-label={t('history.list')}
          items={sales}
          selectionMode="single"
          selectedKeys={id === null ? [] : [id]}
          onSelectionChange={(keys) => {
            const [saleId] = keys === 'all' ? [] : [...keys];
            if (saleId !== undefined) goTo('history', String(saleId));
          }}
          renderEmptyState={() => (
            <p className="empty">
              {t(loaded ? (text === '' ? 'history.empty' : 'history.emptySearch') : 'common.loading')}
            </p>
          )}
        >
          {(sale) => <SaleRow id={sale.saleId} sale={sale} />}
        </ListBox>
        {nextBefore !== null && (
          <PressButton isPending={action.running} onPress={() => void action.run(loadOlderSales)}>
            {t('history.more')}
          </PressButton>
        )}
      </section>
      <section className="card history-details">
        {chosen === null ? (
          <p className="empty">{t('history.choose')}</p>
        ) : (
          <SaleDetails key={chosen.saleId} sale={chosen} onChanged={() => void run(() => searchHistory(text))} />
        )}
      </section>
      {isClaiming && (
        <ClaimDialog
          onClose={() => {
            setClaiming(false);
            // A claimed sale is no longer kept here.
            void run(() => searchHistory(text));
          }}
        />
      )}
    </div>
  );
}

interface SaleRowProps {
  /** Read by the list, which else counts its rows and takes one sale for another when a new one comes first. */
  readonly id: string;
  readonly sale: SaleSummary;
}

function SaleRow({ id, sale }: SaleRowProps) {
  const { t } = useTranslation();
  const amount = money(sale.totalMinor, sale.currency);
  const time = dateAndTime(sale.closedAtMs);
  return (
    <ListBoxItem className="sale-row" id={id} textValue={t('history.row', { number: sale.saleNumber, time, amount })}>
      <span className="sale-row-main">
        <strong>{sale.saleNumber}</strong>
        <span className="soft small">{time}</span>
      </span>
      <span className="grow row-wrap">
        {sale.state === 'voided' && (
          <StateBadge tone="bad" icon="undo">
            {t('history.state.voided')}
          </StateBadge>
        )}
        {sale.isReturn && (
          <StateBadge tone="info" icon="undo">
            {t('history.isReturn')}
          </StateBadge>
        )}
        {sale.withMember && (
          <StateBadge tone="plain" icon="person">
            {t('history.member')}
          </StateBadge>
        )}
        <LoyaltyBadge loyalty={sale.loyalty} />
        {sale.uncorrected.length > 0 && (
          <StateBadge tone="warn" icon="alert">
            {t('history.uncorrected')}
          </StateBadge>
        )}
      </span>
      <strong className="amount">{amount}</strong>
    </ListBoxItem>
  );
}

/** Booked is the normal case and stays quiet; what waits or is stuck stands out. */
function LoyaltyBadge({ loyalty }: { readonly loyalty: SaleSummary['loyalty'] }) {
  const { t } = useTranslation();
  if (loyalty === 'waiting') {
    return (
      <StateBadge tone="info" icon="clock">
        {t('history.loyalty.waiting')}
      </StateBadge>
    );
  }
  if (loyalty === 'held') {
    return (
      <StateBadge tone="plain" icon="pause">
        {t('history.loyalty.held')}
      </StateBadge>
    );
  }
  if (loyalty === 'needs-a-person') return <StateBadge tone="warn">{t('history.loyalty.needs-a-person')}</StateBadge>;
  return null;
}
