import { Switch } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { StatusView } from '../../src-shared/contract/views.ts';
import { useNowMs } from '../state/now-store.ts';
import { useSession } from '../state/session-store.ts';
import { age, clockTime } from '../state/shop-format.ts';
import { setTrainingNetwork, useStatus } from '../state/status-store.ts';
import { Notice, StateBadge } from '../widgets/notice.tsx';

/** On every screen: which kind of till this is, and two separate facts, the connection and what waits. */
export function StatusLine() {
  const { t } = useTranslation();
  const status = useStatus((store) => store.status);
  const shopName = useSession((store) => store.welcome?.shopName);
  const signedIn = useSession((store) => store.staff !== null);
  const folder = status?.folder ?? 'live';
  return (
    <header className="status-line">
      <div className={`status-facts ${folder}`}>
        {folder !== 'live' && (
          <>
            <strong className="ribbon">{t(`frame.${folder}`)}</strong>
            <span className="ribbon-what small">{t(`frame.${folder}What`)}</span>
          </>
        )}
        <strong className={folder === 'live' ? 'shop' : 'shop ribbon-what'}>{shopName}</strong>
        <span className="grow" />
        {signedIn && status !== null && status.networkUp !== null && <NetworkSwitch isUp={status.networkUp} />}
        {status === null ? (
          <StateBadge tone="plain" icon="question">
            {t('status.unknown')}
          </StateBadge>
        ) : (
          <>
            <Connection status={status} />
            <Waiting status={status} />
          </>
        )}
      </div>
      {status !== null && <Sentences status={status} />}
    </header>
  );
}

const CONNECTIONS = {
  connected: { text: 'status.connected', tone: 'good', icon: 'link' },
  'not-connected': { text: 'status.notConnected', tone: 'warn', icon: 'unlink' },
  'not-known': { text: 'status.notKnown', tone: 'plain', icon: 'question' },
  paused: { text: 'status.paused', tone: 'warn', icon: 'pause' },
} as const;

function Connection({ status }: { readonly status: StatusView }) {
  const { t } = useTranslation();
  const { state, sinceMs } = status.connection;
  const { text, tone, icon } = CONNECTIONS[state];
  return (
    <span data-testid="connection" className="row">
      <StateBadge tone={tone} icon={icon}>
        {t(text, { program: status.programName })}
        {state === 'not-connected' && sinceMs !== null && ` ${t('status.since', { time: clockTime(sinceMs) })}`}
      </StateBadge>
    </span>
  );
}

function Waiting({ status }: { readonly status: StatusView }) {
  const { t } = useTranslation();
  const nowMs = useNowMs();
  const { count, oldestAtMs } = status.waiting;
  return (
    <span data-testid="waiting" className="row">
      {count === 0 ? (
        <StateBadge tone="good">{t('status.nothingWaiting')}</StateBadge>
      ) : (
        <StateBadge tone="info" icon="clock">
          {t('status.waiting', { count, age: age(oldestAtMs ?? nowMs, nowMs) })}
        </StateBadge>
      )}
      {status.needsPerson > 0 && (
        <StateBadge tone="bad" icon="person">
          {t('status.needsPerson', { count: status.needsPerson })}
        </StateBadge>
      )}
    </span>
  );
}

function Sentences({ status }: { readonly status: StatusView }) {
  const { t } = useTranslation();
  const { state } = status.connection;
  // Why there is no connection belongs to what can be done without one.
  const why = state === 'not-connected' ? status.banners.find(({ code }) => code.startsWith('connection-')) : undefined;
  const others = status.banners.filter((banner) => banner !== why);
  return (
    <>
      {state === 'not-connected' && (
        <Notice tone="warn" icon="unlink">
          <span>
            {t('status.notConnectedWhat')} {why?.text}
          </span>
        </Notice>
      )}
      {others.map((banner) => (
        <Notice key={banner.code} tone="warn">
          <span>{banner.text}</span>
        </Notice>
      ))}
    </>
  );
}

function NetworkSwitch({ isUp }: { readonly isUp: boolean }) {
  const { t } = useTranslation();
  return (
    <Switch
      className="switch"
      isSelected={isUp}
      onChange={(up) => void setTrainingNetwork(up)}
      aria-label={t('frame.network')}
    >
      <span className="track" aria-hidden="true" />
      {t('frame.network')}: {isUp ? t('frame.networkOn') : t('frame.networkOff')}
    </Switch>
  );
}
