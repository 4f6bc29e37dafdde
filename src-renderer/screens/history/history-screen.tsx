import type { ScreenProps } from '../../shell/screens.ts';

export function HistoryScreen({ id }: ScreenProps) {
  return <div>{id}</div>;
}
