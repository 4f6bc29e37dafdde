import type { ScreenProps } from '../../shell/screens.ts';

export function PaymentScreen({ id }: ScreenProps) {
  return <div>{id}</div>;
}
