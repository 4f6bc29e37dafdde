import { followTill } from '../app-api.ts';
import { useDoor } from '../state/door-store.ts';
import { loadWelcome, useSession } from '../state/session-store.ts';
import { loadCapabilities, readCapabilities, useStatus } from '../state/status-store.ts';

/** Follows the till and refills what is on screen whenever the door opens. */
export function startFollowing(): void {
  void followTill(
    (state) => {
      const before = useDoor.getState().state;
      if (before === state) return;
      useDoor.setState({ state });
      if (state === 'open') void refill();
    },
    (status) => {
      const before = useStatus.getState().status;
      useStatus.setState({ status });
      if (before !== null && JSON.stringify(before.banners) !== JSON.stringify(status.banners)) void loadCapabilities();
      const isBack = status.connection.state === 'connected' && before?.connection.state !== 'connected';
      if (isBack && useSession.getState().staff !== null) void readCapabilities();
    },
  );
  useSession.subscribe(({ staff }, before) => {
    if (staff !== null && staff.id !== before.staff?.id) void readCapabilities();
  });
}

async function refill(): Promise<void> {
  await Promise.all([loadWelcome(), loadCapabilities()]);
  // Set again even where the same person is still signed in: the screens refill by it.
  useSession.setState((session) => ({ staff: session.staff === null ? null : { ...session.staff } }));
}
