import { followTill } from '../app-api.ts';
import { useDoor } from '../state/door-store.ts';
import { loadWelcome, useSession } from '../state/session-store.ts';
import { loadCapabilities, useStatus } from '../state/status-store.ts';

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
    },
  );
}

async function refill(): Promise<void> {
  await Promise.all([loadWelcome(), loadCapabilities()]);
  // Set again even where the same person is still signed in: the screens refill by it.
  useSession.setState((session) => ({ staff: session.staff === null ? null : { ...session.staff } }));
}
