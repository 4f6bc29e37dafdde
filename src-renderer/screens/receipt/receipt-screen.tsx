import type { ScreenProps } from '../../shell/screens.ts';

export function ReceiptScreen({ id }: ScreenProps) {
  return <div>{id}</div>;
}
