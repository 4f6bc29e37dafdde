import { Suspense, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { StaffView } from '../../src-shared/contract/views.ts';
import { signOut, useSession } from '../state/session-store.ts';
import { PressButton } from '../widgets/press-button.tsx';
import { ApprovalDialog } from './approval-dialog.tsx';
import { goTo, useRoute } from './current-route.ts';
import type { RouteName } from './route-table.ts';
import { SCREEN_LOADERS, SCREENS } from './screens.ts';
import { StatusLine } from './status-line.tsx';

const NAVIGATION = [
  { name: 'sale', icon: 'cart', shortcut: 'F6' },
  { name: 'history', icon: 'list', shortcut: 'F7' },
  { name: 'queue', icon: 'sync', shortcut: 'F8' },
] as const;

const PRELOAD_AFTER_MS = 300;
/** What could not come ahead is asked for again by the screen itself. */
const loadWhenOpened = () => undefined;

/** The frame around every screen behind the sign-in. */
export function Frame({ staff }: { readonly staff: StaffView }) {
  const { t } = useTranslation();
  const route = useRoute();
  const shopName = useSession((store) => store.welcome?.shopName);
  const Screen = SCREENS[route.name];
  // The other screens' code comes while nobody waits for it; a key press on the way to paying must not meet a loading screen.
  useEffect(() => {
    const timer = setTimeout(() => {
      for (const load of Object.values(SCREEN_LOADERS)) void load().catch(loadWhenOpened);
    }, PRELOAD_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  const look = (name: RouteName) => (route.name === name ? 'quiet here' : 'quiet');
  return (
    <div className="frame">
      <StatusLine />
      <nav className="frame-nav" aria-label={t('frame.navigation')}>
        {NAVIGATION.map(({ name, icon, shortcut }) => (
          <PressButton key={name} look={look(name)} icon={icon} shortcut={shortcut} onPress={() => goTo(name)}>
            {t(`frame.${name}`)}
          </PressButton>
        ))}
        {staff.role === 'manager' && (
          <PressButton look={look('manager')} icon="shield" onPress={() => goTo('manager')}>
            {t('frame.manager')}
          </PressButton>
        )}
        <PressButton look={look('settings')} icon="gear" onPress={() => goTo('settings')}>
          {t('frame.settings')}
        </PressButton>
        <span className="grow" />
        <span className="frame-staff">
          <strong>{staff.name}</strong>
          <span className="soft small">
            {t(`frame.role.${staff.role}`)}
            {shopName !== undefined && ` · ${shopName}`}
          </span>
        </span>
        <PressButton look="quiet" icon="lock" shortcut="F10" onPress={() => void signOut()}>
          {t('frame.signOut')}
        </PressButton>
      </nav>
      <main className="frame-main" key={staff.id}>
        <Suspense fallback={<div className="empty">{t('common.loading')}</div>}>
          <Screen id={route.id} />
        </Suspense>
      </main>
      <ApprovalDialog />
    </div>
  );
}
