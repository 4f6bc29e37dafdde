import type { HTMLInputTypeAttribute } from 'react';
import { Input, Label, Text, TextField } from 'react-aria-components';

interface TextEntryProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly hint?: string;
  readonly placeholder?: string;
  readonly type?: HTMLInputTypeAttribute;
  readonly inputMode?: 'text' | 'numeric' | 'tel' | 'email' | 'decimal';
  readonly autoFocus?: boolean;
  readonly isRequired?: boolean;
}

export function TextEntry(props: TextEntryProps) {
  return (
    <TextField
      className="field"
      value={props.value}
      onChange={props.onChange}
      isRequired={props.isRequired ?? false}
      autoComplete="off"
      {...(props.autoFocus === true ? { autoFocus: true } : {})}
    >
      <Label className="field-label">{props.label}</Label>
      <Input
        className="field-input"
        type={props.type ?? 'text'}
        inputMode={props.inputMode ?? 'text'}
        placeholder={props.placeholder ?? ''}
      />
      {props.hint !== undefined && (
        <Text slot="description" className="field-hint">
          {props.hint}
        </Text>
      )}
    </TextField>
  );
}
