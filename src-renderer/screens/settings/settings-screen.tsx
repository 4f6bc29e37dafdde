import type { ScreenProps } from '../../shell/screens.ts';

export function SettingsScreen({ id }: ScreenProps) {
  return <div>{id}</div>;
}
