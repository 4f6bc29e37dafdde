import { useTranslation } from 'react-i18next';
import type { AttemptView } from '../../contract-types.ts';
import { dateAndTime } from '../../state/shop-format.ts';
import { outcomeKey } from './queue-state.ts';

/** Every try to send or look up, as the till wrote it down; no bodies. */
export function AttemptList({ attempts }: { readonly attempts: readonly AttemptView[] }) {
  const { t } = useTranslation();
  const outcomeText = (outcome: string): string => {
    const key = outcomeKey(outcome);
    return key === null ? outcome : t(`queue.outcome.${key}`);
  };
  return (
    <section className="stack-small" aria-label={t('queue.attempts')}>
      <h3>{t('queue.attempts')}</h3>
      {attempts.length === 0 ? (
        <p className="soft">{t('queue.noAttempts')}</p>
      ) : (
        <ul>
          {attempts.map((attempt) => (
            <li key={`${attempt.what} ${attempt.atMs}`} className="attempt row-wrap">
              <span className="attempt-when soft small">{dateAndTime(attempt.atMs)}</span>
              <strong>{t(`queue.attempt.${attempt.what}`)}</strong>
              <span className="grow">{outcomeText(attempt.outcome)}</span>
              <span className="soft small">
                {[
                  attempt.status,
                  attempt.code,
                  t('queue.took', { ms: attempt.tookMs }),
                  attempt.vendorRequestId === null ? null : t('queue.request', { id: attempt.vendorRequestId }),
                ]
                  .filter((part) => part !== null)
                  .join(' · ')}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
