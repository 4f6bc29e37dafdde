import { useState } from 'react';
import { Form } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { IdMethod } from '../../src-shared/member/member.ts';
import type { Welcome } from '../contract-types.ts';
import { issueDemoCode, useSession } from '../state/session-store.ts';
import { useStatus } from '../state/status-store.ts';
import { ChoiceButtons } from '../widgets/choice-buttons.tsx';
import { PressButton } from '../widgets/press-button.tsx';
import { TextEntry } from '../widgets/text-entry.tsx';
import { ProblemNotice } from './problem-notice.tsx';
import { useScanner } from './scanning.ts';
import type { Action } from './use-action.ts';

interface MemberIdFormProps {
  readonly confirmText: string;
  readonly action: Action;
  readonly onConfirm: (method: IdMethod, value: string) => void;
  readonly onCancel: () => void;
}

const INPUT_MODES: Readonly<Record<IdMethod, 'text' | 'tel' | 'email'>> = {
  card: 'text',
  phone: 'tel',
  email: 'email',
  code: 'text',
  'membership-key': 'text',
};

/** The ids that the program accepts; a scan counts as a card, or as the first kind where there are no cards. */
export function MemberIdForm({ confirmText, action, onConfirm, onCancel }: MemberIdFormProps) {
  const { t } = useTranslation();
  const fields = useStatus((store) => store.capabilities?.idFields) ?? [];
  const demoMembers = useSession((store) => store.welcome?.demoMembers) ?? [];
  const [chosen, setChosen] = useState<IdMethod>(fields[0]?.method ?? 'card');
  const [value, setValue] = useState('');
  const field = fields.find(({ method }) => method === chosen);
  const scanned = fields.some(({ method }) => method === 'card') ? 'card' : chosen;
  useScanner((code) => onConfirm(scanned, code));
  const isReady = value.trim() !== '' && !action.running;
  const choose = async (demo: Welcome['demoMembers'][number]) => {
    const found = demo.value ?? (await issueDemoCode(demo.label));
    if (found !== null) onConfirm(demo.method, found);
  };
  return (
    <Form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady) onConfirm(chosen, value.trim());
      }}
    >
      {fields.length > 1 && (
        <ChoiceButtons
          label={t('member.identifyHow')}
          choices={fields.map(({ method, label }) => ({ id: method, text: label }))}
          chosen={chosen}
          onChoose={(method) => {
            setChosen(method);
            setValue('');
          }}
        />
      )}
      <TextEntry
        key={chosen}
        label={field?.label ?? t(`member.method.${chosen}`)}
        value={value}
        onChange={setValue}
        inputMode={INPUT_MODES[chosen]}
        {...(field === undefined ? {} : { hint: t(field.mayRedeem ? 'member.spends' : 'member.earnOnly') })}
        autoFocus
      />
      <ProblemNotice problem={action.problem} />
      {demoMembers.length > 0 && (
        <section className="stack demo-members" aria-label={t('member.demo')}>
          <h3 className="soft small">{t('member.demo')}</h3>
          <div className="demo-grid">
            {demoMembers.map((demo) => (
              <PressButton key={demo.label} look="start" isDisabled={action.running} onPress={() => void choose(demo)}>
                {demo.label}
              </PressButton>
            ))}
          </div>
        </section>
      )}
      <div className="dialog-buttons">
        <PressButton onPress={onCancel}>{t('common.cancel')}</PressButton>
        <PressButton look="primary" type="submit" isDisabled={value.trim() === ''} isPending={action.running}>
          {confirmText}
        </PressButton>
      </div>
    </Form>
  );
}
