import { I18nProvider } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { SignInScreen } from '../screens/sign-in/sign-in-screen.tsx';
import { useDoor } from '../state/door-store.ts';
import { useSession } from '../state/session-store.ts';
import { Frame } from './frame.tsx';
import { FullScreenMessage } from './full-screen-message.tsx';
import { StatusLine } from './status-line.tsx';

export function App() {
  const { t } = useTranslation();
  const door = useDoor((store) => store.state);
  const welcome = useSession((store) => store.welcome);
  const staff = useSession((store) => store.staff);
  return (
    <I18nProvider locale={welcome?.locale ?? 'en'}>
      {welcome !== null &&
        (staff === null ? (
          <div className="frame">
            <StatusLine />
            <main className="frame-main">
              <SignInScreen welcome={welcome} />
            </main>
          </div>
        ) : (
          <Frame staff={staff} />
        ))}
      {welcome === null && (door === 'connecting' || door === 'open') && (
        <div className="empty">{t('door.connecting')}</div>
      )}
      {door === 'unreachable' && (
        <FullScreenMessage title={t('door.unreachableTitle')} icon="unlink">
          <p>{t('door.unreachableWhat')}</p>
          <p>{t('door.unreachableDo')}</p>
        </FullScreenMessage>
      )}
      {door === 'no-entry' && (
        <FullScreenMessage title={t('door.noEntryTitle')} icon="lock">
          <p>{t('door.noEntryWhat')}</p>
          <p>{t('door.noEntryDo')}</p>
        </FullScreenMessage>
      )}
    </I18nProvider>
  );
}
