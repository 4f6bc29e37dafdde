import './sync-queue-screen.css';
import { useEffect } from 'react';
import {
  Cell,
  Collection,
  Column,
  Row,
  Table,
  TableBody,
  TableHeader,
  TableLayout,
  TableLoadMoreItem,
  Virtualizer,
} from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { QueueRow } from '../../../src-shared/contract/views.ts';
import { callTill } from '../../app-api.ts';
import { goTo } from '../../shell/current-route.ts';
import { ProblemNotice } from '../../shell/problem-notice.tsx';
import type { ScreenProps } from '../../shell/route-table.ts';
import { useAction } from '../../shell/use-action.ts';
import { useNowMs } from '../../state/now-store.ts';
import { loadMoreOfQueue, loadQueue, QUEUE_FILTERS, refreshQueue, useQueue } from '../../state/queue-store.ts';
import { useSession } from '../../state/session-store.ts';
import { age, clockTime, money } from '../../state/shop-format.ts';
import { useStatus } from '../../state/status-store.ts';
import { ChoiceButtons } from '../../widgets/choice-buttons.tsx';
import { Notice, StateBadge } from '../../widgets/notice.tsx';
import { PressButton } from '../../widgets/press-button.tsx';
import { QueueEntryDialog } from './queue-entry-dialog.tsx';
import { nextTry, STATE_LOOKS, shownState } from './queue-state.ts';

const ROW_HEIGHT = 68;
/** The till reports more often than a person can read. */
const REFRESH_PAUSE_MS = 500;

export function SyncQueueScreen({ id }: ScreenProps) {
  const { t } = useTranslation();
  const { show, rows, loaded } = useQueue();
  const status = useStatus((store) => store.status);
  const isManager = useSession((store) => store.staff?.role === 'manager');
  const action = useAction();
  const { run } = action;

  useEffect(() => void run(() => loadQueue(useQueue.getState().show)), [run]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `status` is what says that the queue changed.
  useEffect(() => {
    const timer = setTimeout(() => void refreshQueue(), REFRESH_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [status]);

  return (
    <div className="queue screen">
      <div className="row-wrap">
        <h1 className="only-heard">{t('queue.title')}</h1>
        <ChoiceButtons
          label={t('queue.show')}
          choices={QUEUE_FILTERS.map((filter) => ({ id: filter, text: t(`queue.filter.${filter}`) }))}
          chosen={show}
          onChoose={(filter) => void run(() => loadQueue(filter))}
        />
        <span className="grow" />
        {isManager && (
          <PressButton
            icon="send"
            isPending={action.running}
            onPress={() => void run(() => callTill((till) => till.manager.queue.tryAgain()))}
          >
            {t('queue.tryAgain')}
          </PressButton>
        )}
        <PressButton icon="sync" onPress={() => void run(() => loadQueue(show))}>
          {t('queue.refresh')}
        </PressButton>
      </div>
      {!isManager && (
        <Notice tone="info" icon="lock">
          <span>{t('queue.readOnly')}</span>
        </Notice>
      )}
      <ProblemNotice problem={action.problem} />
      <div className="card queue-card">
        <Virtualizer layout={TableLayout} layoutOptions={{ rowHeight: ROW_HEIGHT, headingHeight: 44 }}>
          <Table className="queue-table" aria-label={t('queue.list')} onRowAction={(key) => goTo('queue', String(key))}>
            <TableHeader className="queue-header">
              <Column isRowHeader minWidth={190} width="1.4fr">
                {t('queue.what_col')}
              </Column>
              <Column width={196}>{t('queue.state_col')}</Column>
              <Column width={104}>{t('queue.amount_col')}</Column>
              <Column width={84}>{t('queue.age_col')}</Column>
              <Column minWidth={260} width="3fr">
                {t('queue.why_col')}
              </Column>
            </TableHeader>
            <TableBody
              renderEmptyState={() => <p className="empty">{t(loaded ? `queue.empty.${show}` : 'common.loading')}</p>}
            >
              <Collection items={rows}>{(row) => <QueueTableRow row={row} />}</Collection>
              <TableLoadMoreItem className="queue-more" onLoadMore={() => void loadMoreOfQueue()} />
            </TableBody>
          </Table>
        </Virtualizer>
      </div>
      {id !== null && <QueueEntryDialog id={id} isManager={isManager} onClose={() => goTo('queue')} />}
    </div>
  );
}

function QueueTableRow({ row }: { readonly row: QueueRow }) {
  const { t } = useTranslation();
  const state = shownState(row);
  return (
    <Row id={row.id} className="queue-row" textValue={`${t(`queue.kind.${row.kind}`)} ${row.saleNumber ?? ''}`}>
      <Cell>
        <strong className="block-text">{t(`queue.kind.${row.kind}`)}</strong>
        <span className="soft small">{row.saleNumber}</span>
      </Cell>
      <Cell>
        <StateBadge {...STATE_LOOKS[state]}>{t(`queue.state.${state}`)}</StateBadge>
      </Cell>
      <Cell>
        <span className="amount">{row.amountMinor === null ? '' : money(row.amountMinor, row.currency)}</span>
      </Cell>
      <Cell>
        <Age fromMs={row.recordedAtMs} />
      </Cell>
      <Cell>
        <span className="queue-reason">{row.reason}</span>
        <NextTry row={row} />
      </Cell>
    </Row>
  );
}

function Age({ fromMs }: { readonly fromMs: number }) {
  return age(fromMs, useNowMs());
}

function NextTry({ row }: { readonly row: QueueRow }) {
  const { t } = useTranslation();
  const next = nextTry(row, useNowMs());
  if (next === null) return null;
  return (
    <span className="soft small">
      {next === 'now' ? t('queue.nextNow') : t('queue.next', { time: clockTime(next) })}
    </span>
  );
}
