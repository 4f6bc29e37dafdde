import type { ScreenProps } from '../../shell/screens.ts';

export function SaleScreen({ id }: ScreenProps) {
  return <div>{id}</div>;
}
