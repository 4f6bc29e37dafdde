import type { ScreenProps } from '../../shell/screens.ts';

export function ManagerScreen({ id }: ScreenProps) {
  return <div>{id}</div>;
}
