import { useRef } from 'react';
import { Input, Label, Text, TextField } from 'react-aria-components';
import { afterKey, type PadKey, textOfValue, valueOfText } from './digit-entry.ts';
import { PressButton } from './press-button.tsx';

interface AmountEntryProps {
  readonly label: string;
  readonly hint: string;
  /** In whole units of the last decimal (minor units, thousandths, pieces). */
  readonly value: number;
  readonly decimals: number;
  readonly onChange: (value: number) => void;
  /** Said for the delete key. */
  readonly deleteLabel: string;
  readonly autoFocus?: boolean;
  readonly onEnter?: () => void;
}

const KEYS = ['7', '8', '9', '4', '5', '6', '1', '2', '3', '00', '0', 'back'] as const satisfies readonly PadKey[];

/** A field and a pad for amounts; both move digits in from the right (digit-entry.ts). */
export function AmountEntry(props: AmountEntryProps) {
  const { value, onChange } = props;
  // What was filled in by a quick pick or beforehand is replaced by the first key, not added to.
  const lastTyped = useRef<number | null>(null);
  const type = (typed: number) => {
    lastTyped.current = typed;
    onChange(typed);
  };
  return (
    <div className="amount-entry stack">
      <TextField
        className="field"
        value={textOfValue(value, props.decimals)}
        onChange={(text) => type(valueOfText(text))}
        {...(props.autoFocus === true ? { autoFocus: true } : {})}
      >
        <Label className="field-label">{props.label}</Label>
        <Input
          className="field-input"
          inputMode="none"
          autoComplete="off"
          // Digits move in from the right, so the caret belongs there.
          onSelect={(event) => {
            const field = event.currentTarget;
            const whole = field.selectionStart === 0 && field.selectionEnd === field.value.length;
            if (!whole && field.selectionEnd !== field.value.length)
              field.setSelectionRange(field.value.length, field.value.length);
          }}
          onFocus={(event) => event.currentTarget.select()}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || props.onEnter === undefined) return;
            event.preventDefault();
            props.onEnter();
          }}
        />
        <Text slot="description" className="field-hint">
          {props.hint}
        </Text>
      </TextField>
      <div className="keypad">
        {KEYS.map((key) => (
          <PressButton
            key={key}
            look="pad-key"
            label={key === 'back' ? props.deleteLabel : key}
            {...(key === 'back' ? { icon: 'back' as const } : {})}
            onPress={() => type(afterKey(lastTyped.current === value ? value : 0, key))}
          >
            {key === 'back' ? null : key}
          </PressButton>
        ))}
      </div>
    </div>
  );
}
