import { ToggleButton, ToggleButtonGroup } from 'react-aria-components';

interface Choice<Id extends string> {
  readonly id: Id;
  readonly text: string;
}

interface ChoiceButtonsProps<Id extends string> {
  readonly label: string;
  readonly choices: readonly Choice<Id>[];
  readonly chosen: Id;
  readonly onChoose: (id: Id) => void;
}

/** One of a few, side by side. */
export function ChoiceButtons<Id extends string>({ label, choices, chosen, onChoose }: ChoiceButtonsProps<Id>) {
  return (
    <ToggleButtonGroup
      className="segments"
      aria-label={label}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[chosen]}
      onSelectionChange={(keys) => {
        const next = choices.find(({ id }) => keys.has(id));
        if (next !== undefined) onChoose(next.id);
      }}
    >
      {choices.map(({ id, text }) => (
        <ToggleButton className="segment" id={id} key={id}>
          {text}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
