import type { ReactNode } from 'react';
import { Checkbox } from 'react-aria-components';
import { Icon } from './icon.tsx';

interface TickBoxProps {
  readonly isSelected: boolean;
  readonly onChange: (isSelected: boolean) => void;
  readonly isDisabled?: boolean;
  readonly children: ReactNode;
}

export function TickBox({ isSelected, onChange, isDisabled = false, children }: TickBoxProps) {
  return (
    <Checkbox className="checkbox" isSelected={isSelected} onChange={onChange} isDisabled={isDisabled}>
      <span className="box">
        <Icon name="check" />
      </span>
      <span className="grow">{children}</span>
    </Checkbox>
  );
}
