import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import { Icon, type IconName } from './icon.tsx';
import { type ShortcutKey, useShortcut } from './shortcuts.ts';

interface PressButtonProps {
  readonly children?: ReactNode;
  /** Where the words on the button alone would not say what it acts on. */
  readonly label?: string;
  readonly icon?: IconName;
  readonly look?: string;
  /** Shown on the button and pressing it from anywhere on the screen. */
  readonly shortcut?: ShortcutKey;
  readonly isDisabled?: boolean;
  /** Its call runs: it cannot be pressed again and says so. */
  readonly isPending?: boolean;
  readonly autoFocus?: boolean;
  readonly type?: 'button' | 'submit';
  readonly onPress?: () => void;
}

const NO_PRESS = () => undefined;

export function PressButton(props: PressButtonProps) {
  const { isDisabled = false, isPending = false, onPress = NO_PRESS, shortcut } = props;
  useShortcut(shortcut, onPress, isDisabled || isPending);
  return (
    <Button
      className={`button ${props.look ?? ''} ${isPending ? 'pending' : ''}`}
      isDisabled={isDisabled}
      // It keeps the focus while its call runs, so that the next key still arrives somewhere; it only does nothing.
      onPress={isPending ? NO_PRESS : onPress}
      type={isPending ? 'button' : (props.type ?? 'button')}
      {...(props.label === undefined ? {} : { 'aria-label': props.label })}
      {...(props.autoFocus === true ? { autoFocus: true } : {})}
    >
      {isPending ? (
        <span className="spinner" aria-hidden="true" />
      ) : (
        props.icon !== undefined && <Icon name={props.icon} />
      )}
      {props.children}
      {shortcut !== undefined && (
        <span className="key" aria-hidden="true">
          {shortcut === 'Escape' ? 'Esc' : shortcut}
        </span>
      )}
    </Button>
  );
}
