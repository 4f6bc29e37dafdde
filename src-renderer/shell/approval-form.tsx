import { useState } from 'react';
import { Form } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { PressButton } from '../widgets/press-button.tsx';
import { TextEntry } from '../widgets/text-entry.tsx';
import { ProblemNotice } from './problem-notice.tsx';
import type { Action } from './use-action.ts';

interface ApprovalFormProps {
  /** What is approved. */
  readonly what: string;
  readonly confirmText: string;
  readonly action: Action;
  readonly onPin: (managerPin: string) => void;
  readonly onCancel: () => void;
}

/** A manager's PIN for one call of a cashier. */
export function ApprovalForm({ what, confirmText, action, onPin, onCancel }: ApprovalFormProps) {
  const { t } = useTranslation();
  const [pin, setPin] = useState('');
  return (
    <Form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (pin === '' || action.running) return;
        setPin('');
        onPin(pin);
      }}
    >
      <p>{what}</p>
      <TextEntry
        label={t('approval.pin')}
        value={pin}
        onChange={setPin}
        type="password"
        inputMode="numeric"
        autoFocus
      />
      <ProblemNotice problem={action.problem} />
      <div className="dialog-buttons">
        <PressButton onPress={onCancel}>{t('common.cancel')}</PressButton>
        <PressButton look="primary" type="submit" isDisabled={pin === ''} isPending={action.running}>
          {confirmText}
        </PressButton>
      </div>
    </Form>
  );
}
