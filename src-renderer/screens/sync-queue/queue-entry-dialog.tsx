import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { QueueRow } from '../../../src-shared/contract/views.ts';
import { callTill } from '../../app-api.ts';
import type { QueueDetails } from '../../contract-types.ts';
import { ProblemNotice } from '../../shell/problem-notice.tsx';
import { useAction } from '../../shell/use-action.ts';
import { useNowMs } from '../../state/now-store.ts';
import { showQueueRow } from '../../state/queue-store.ts';
import { dateAndTime, money } from '../../state/shop-format.ts';
import { DialogBox } from '../../widgets/dialog-box.tsx';
import { Notice, StateBadge } from '../../widgets/notice.tsx';
import { PressButton } from '../../widgets/press-button.tsx';
import { AttemptList } from './attempt-list.tsx';
import { CloseForm } from './close-form.tsx';
import { nextTry, STATE_LOOKS, shownState } from './queue-state.ts';
import { RetryForm } from './retry-form.tsx';
import { WayOutForm } from './way-out-form.tsx';

type WayOut = QueueRow['waysOut'][number];

interface QueueEntryDialogProps {
  readonly id: string;
  readonly isManager: boolean;
  readonly onClose: () => void;
}

/** Everything known of one entry, and what a manager can do about it. */
export function QueueEntryDialog({ id, isManager, onClose }: QueueEntryDialogProps) {
  const { t } = useTranslation();
  const [details, setDetails] = useState<QueueDetails | null>(null);
  const [doing, setDoing] = useState<'retry' | 'close' | WayOut | null>(null);
  const action = useAction();
  const { run } = action;

  const read = useCallback(async () => {
    const answer = await run(() => callTill((till) => till.manager.queue.get({ id })));
    if (answer.ok) setDetails(answer.value);
  }, [run, id]);
  useEffect(() => void read(), [read]);

  const done = (row: QueueRow) => {
    showQueueRow(row);
    setDoing(null);
    void read();
  };
  const row = details?.row ?? null;
  return (
    <DialogBox
      title={
        row === null
          ? t('queue.list')
          : `${t(`queue.kind.${row.kind}`)}${row.saleNumber === null ? '' : ` · ${row.saleNumber}`}`
      }
      isWide
      mustStay={action.running}
      onClose={onClose}
    >
      {details === null || row === null ? (
        <p>{action.problem === null && t('common.loading')}</p>
      ) : (
        <>
          <QueueFacts row={row} />
          {doing === null && (
            <>
              <section className="stack-small" aria-label={t('queue.evidence')}>
                <h3>{t('queue.evidence')}</h3>
                <p className={details.evidence === null ? 'soft' : ''}>{details.evidence ?? t('queue.noEvidence')}</p>
              </section>
              {row.waysOut.length > 0 && (
                <section className="stack-small" aria-label={t('queue.waysOut')}>
                  <h3>{t('queue.waysOut')}</h3>
                  <ul className="ways-out">
                    {row.waysOut.map((wayOut) => (
                      <li key={wayOut.id} className="way-out">
                        <span className="grow">{wayOut.consequence}</span>
                        <PressButton icon="next" isDisabled={!isManager} onPress={() => setDoing(wayOut)}>
                          {wayOut.label}
                        </PressButton>
                      </li>
                    ))}
                  </ul>
                </section>
              )}
              <AttemptList attempts={details.attempts} />
              {!isManager && (row.canRetry || row.canClose) && (
                <Notice tone="info" icon="lock">
                  <span>{t('queue.readOnly')}</span>
                </Notice>
              )}
            </>
          )}
          {doing === 'retry' && <RetryForm row={row} onDone={done} onCancel={() => setDoing(null)} />}
          {doing === 'close' && <CloseForm row={row} onDone={done} onCancel={() => setDoing(null)} />}
          {doing !== null && typeof doing === 'object' && (
            <WayOutForm row={row} wayOut={doing} onDone={done} onCancel={() => setDoing(null)} />
          )}
        </>
      )}
      <ProblemNotice problem={action.problem} />
      {doing === null && (
        <div className="dialog-buttons">
          {isManager && row?.canRetry === true && (
            <PressButton icon="sync" onPress={() => setDoing('retry')}>
              {t('queue.retry')}
            </PressButton>
          )}
          {isManager && row?.canClose === true && (
            <PressButton icon="check" onPress={() => setDoing('close')}>
              {t('queue.close')}
            </PressButton>
          )}
          <PressButton look="primary" onPress={onClose}>
            {t('common.back')}
          </PressButton>
        </div>
      )}
    </DialogBox>
  );
}

function QueueFacts({ row }: { readonly row: QueueRow }) {
  const { t } = useTranslation();
  const nowMs = useNowMs();
  const state = shownState(row);
  const next = nextTry(row, nowMs);
  const facts: readonly (readonly [string, string | null])[] = [
    [t('queue.amount_col'), row.amountMinor === null ? null : money(row.amountMinor, row.currency)],
    [t('queue.recorded'), dateAndTime(row.recordedAtMs)],
    [t('queue.lastTry'), row.lastAttemptAtMs === null ? null : dateAndTime(row.lastAttemptAtMs)],
    [t('queue.tries'), String(row.attempts)],
    [t('queue.waitsFor'), row.waitsFor],
    // What the sentence names already need not stand twice.
    [t('queue.errorCode'), row.errorCode !== null && row.reason.includes(row.errorCode) ? null : row.errorCode],
  ];
  return (
    <>
      <div className="row-wrap">
        <StateBadge {...STATE_LOOKS[state]}>{t(`queue.state.${state}`)}</StateBadge>
        {row.manyAttempts && <StateBadge tone="warn">{t('queue.manyTries')}</StateBadge>}
        <span className="soft small">
          {next === null
            ? t('queue.noNext')
            : next === 'now'
              ? t('queue.nextNow')
              : t('queue.next', { time: dateAndTime(next) })}
        </span>
      </div>
      <p className="queue-sentence">{row.reason}</p>
      {row.otherAccount && (
        <Notice tone="warn">
          <span>{t('queue.otherAccount')}</span>
        </Notice>
      )}
      <dl className="fact-grid">
        {facts.map(
          ([name, value]) =>
            value !== null && (
              <div key={name}>
                <dt className="soft small">{name}</dt>
                <dd>{value}</dd>
              </div>
            ),
        )}
      </dl>
    </>
  );
}
