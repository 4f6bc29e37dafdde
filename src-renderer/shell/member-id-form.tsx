import { useEffect, useRef, useState } from 'react';
import { Form } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { IdMethod } from '../../src-shared/member/member.ts';
import type { IdField, Welcome } from '../contract-types.ts';
import { issueDemoCode, useSession } from '../state/session-store.ts';
import { useStatus } from '../state/status-store.ts';
import { ChoiceButtons } from '../widgets/choice-buttons.tsx';
import { Notice } from '../widgets/notice.tsx';
import { PressButton } from '../widgets/press-button.tsx';
import { TextEntry } from '../widgets/text-entry.tsx';
import { wayOfScan, wayOfTyped } from './entry-way.ts';
import type { MemberEntry } from './member-entry.ts';
import { ProblemNotice } from './problem-notice.tsx';
import { useScanner } from './scanning.ts';
import type { Action } from './use-action.ts';

interface MemberIdFormProps {
  readonly confirmText: string;
  readonly action: Action;
  /** Only what names the same member tomorrow: codes that work once are left out. */
  readonly isToKeep?: boolean;
  /** What becomes of an id while the program cannot be reached. */
  readonly offlineText?: string;
  /** What was scanned before this form opened. */
  readonly scanned?: string | null;
  readonly onConfirm: (entry: MemberEntry) => void;
  readonly onCancel: () => void;
}

const INPUT_MODES: Readonly<Record<IdMethod, 'text' | 'tel' | 'email'>> = {
  card: 'text',
  phone: 'tel',
  email: 'email',
  code: 'text',
  'membership-key': 'text',
  detail: 'text',
};

const ONLY_DIGITS = /^\^?\[0-9\](\{\d+\}|\+)\$?$/;
const NOTHING: Readonly<Record<string, string>> = {};

/** The ids that the program accepts, with what it asks for beside them; a scan or an entry finds its way by its looks. */
export function MemberIdForm({ isToKeep = false, scanned = null, ...props }: MemberIdFormProps) {
  const { action, onConfirm, onCancel, confirmText, offlineText } = props;
  const { t } = useTranslation();
  const all = useStatus((store) => store.capabilities?.idFields) ?? [];
  const isOffline = useStatus((store) => store.status?.connection.state === 'not-connected');
  const fields = all.filter(({ oneTime }) => !(isToKeep && oneTime));
  const [chosen, setChosen] = useState<IdMethod>(
    scanned === null ? (fields[0]?.method ?? 'card') : wayOfScan(fields, scanned, fields[0]?.method ?? 'card'),
  );
  const [value, setValue] = useState(scanned ?? '');
  const [details, setDetails] = useState(NOTHING);
  const detailsPlace = useRef<HTMLDivElement>(null);
  const [asksDetails, setAsksDetails] = useState(scanned !== null);
  const field = fields.find(({ method }) => method === chosen);
  const offline = field?.oneTime === true ? t('member.codeOffline') : offlineText;
  // The form of the program, read meanwhile, may not know the way that was chosen.
  useEffect(() => {
    const first = fields[0];
    if (field === undefined && first !== undefined) setChosen(first.method);
  }, [field, fields]);
  // A scan fills the first field; what the program asks for beside it is typed.
  useEffect(() => {
    if (asksDetails) detailsPlace.current?.querySelector('input')?.focus();
  }, [asksDetails]);

  // The entry is gone with a code that works once, and the focus must not be: Escape and the next code need a place.
  const valuePlace = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (action.problem !== null && value === '') valuePlace.current?.querySelector('input')?.focus();
  }, [action.problem, value]);

  const missing = (of: IdField | undefined) =>
    (of?.details ?? []).filter((detail) => (details[detail.field] ?? '').trim() === '');
  const isReady = value.trim() !== '' && missing(field).length === 0 && !action.running;
  const choose = (method: IdMethod) => {
    setChosen(method);
    setValue('');
    setAsksDetails(false);
  };
  const confirm = (method: IdMethod, entered: string) => {
    const way = fields.find((one) => one.method === method);
    if (missing(way).length > 0) {
      setChosen(method);
      setValue(entered);
      setAsksDetails(true);
      return;
    }
    const asked = (way?.details ?? []).map((detail) => [detail.field, (details[detail.field] ?? '').trim()] as const);
    // A code that works once is not shown again, whatever comes of it.
    if (way?.oneTime === true) setValue('');
    onConfirm({ method, value: entered, details: Object.fromEntries(asked) });
  };
  useScanner((code) => confirm(wayOfScan(fields, code, chosen), code));
  const chooseDemo = async (demo: Welcome['demoMembers'][number]) => {
    const found = demo.value ?? (await issueDemoCode(demo.label));
    if (found !== null) onConfirm({ method: demo.method, value: found, details: demo.details });
  };
  return (
    <Form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        const typed = value.trim();
        if (typed !== '' && !action.running) confirm(wayOfTyped(fields, typed, chosen), typed);
      }}
    >
      {fields.length > 1 && (
        <ChoiceButtons
          label={t('member.identifyHow')}
          choices={fields.map(({ method, label }) => ({ id: method, text: label }))}
          chosen={chosen}
          onChoose={choose}
        />
      )}
      <div ref={valuePlace}>
        <TextEntry
          key={chosen}
          label={field?.label ?? t(`member.method.${chosen}`)}
          value={value}
          onChange={setValue}
          inputMode={ONLY_DIGITS.test(field?.pattern ?? '') ? 'numeric' : INPUT_MODES[chosen]}
          {...(field === undefined ? {} : { hint: t(hintOf(field)) })}
          autoFocus={!asksDetails}
        />
      </div>
      {field !== undefined && field.details.length > 0 && (
        <div className="stack" ref={detailsPlace}>
          {field.details.map((detail) => (
            <TextEntry
              key={detail.field}
              label={detail.label}
              value={details[detail.field] ?? ''}
              onChange={(text) => setDetails((before) => ({ ...before, [detail.field]: text }))}
            />
          ))}
        </div>
      )}
      {isOffline && action.problem === null && offline !== undefined && (
        <Notice tone="warn" icon="unlink">
          <span>{offline}</span>
        </Notice>
      )}
      <ProblemNotice problem={action.problem} />
      <DemoMembers isToKeep={isToKeep} isDisabled={action.running} onChoose={(demo) => void chooseDemo(demo)} />
      <div className="dialog-buttons">
        <PressButton onPress={onCancel}>{t('common.cancel')}</PressButton>
        <PressButton look="primary" type="submit" isDisabled={!isReady && !action.running} isPending={action.running}>
          {confirmText}
        </PressButton>
      </div>
    </Form>
  );
}

function hintOf({ oneTime, mayRedeem }: IdField) {
  if (oneTime) return mayRedeem ? 'member.oneTimeSpends' : 'member.oneTimeEarns';
  return mayRedeem ? 'member.spends' : 'member.earnOnly';
}

interface DemoMembersProps {
  readonly isToKeep: boolean;
  readonly isDisabled: boolean;
  readonly onChoose: (demo: Welcome['demoMembers'][number]) => void;
}

/** Whom the demo shop knows; training only. */
function DemoMembers({ isToKeep, isDisabled, onChoose }: DemoMembersProps) {
  const { t } = useTranslation();
  const known = useSession((store) => store.welcome?.demoMembers) ?? [];
  const members = known.filter(({ value }) => !(isToKeep && value === null));
  if (members.length === 0) return null;
  return (
    <section className="stack demo-members" aria-label={t('member.demo')}>
      <h3 className="soft small">{t('member.demo')}</h3>
      <div className="demo-grid">
        {members.map((demo) => (
          <PressButton key={demo.label} look="start" isDisabled={isDisabled} onPress={() => onChoose(demo)}>
            {demo.label}
          </PressButton>
        ))}
      </div>
    </section>
  );
}
