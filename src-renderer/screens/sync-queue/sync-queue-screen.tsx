import type { ScreenProps } from '../../shell/screens.ts';

export function SyncQueueScreen({ id }: ScreenProps) {
  return <div>{id}</div>;
}
