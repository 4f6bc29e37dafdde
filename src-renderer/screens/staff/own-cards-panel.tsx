import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { callTill } from '../../app-api.ts';
import type { StaffWithCard } from '../../contract-types.ts';
import type { MemberEntry } from '../../shell/member-entry.ts';
import { MemberIdForm } from '../../shell/member-id-form.tsx';
import { ProblemNotice } from '../../shell/problem-notice.tsx';
import { useAction } from '../../shell/use-action.ts';
import { withCommandId } from '../../state/command-ids.ts';
import { DialogBox } from '../../widgets/dialog-box.tsx';
import { StateBadge } from '../../widgets/notice.tsx';
import { PressButton } from '../../widgets/press-button.tsx';

/** The loyalty cards of those who work here: nobody claims a sale to his own. */
export function OwnCardsPanel() {
  const { t } = useTranslation();
  const [people, setPeople] = useState<readonly StaffWithCard[] | null>(null);
  const [chosen, setChosen] = useState<StaffWithCard | null>(null);
  const action = useAction();
  const { run } = action;

  const read = useCallback(async () => {
    const answer = await run(() => callTill((till) => till.manager.staff.list()));
    if (answer.ok) setPeople(answer.value);
  }, [run]);
  useEffect(() => void read(), [read]);

  /** @param card null: forgets the card. */
  const setCard = async (staffId: string, card: MemberEntry | null) => {
    const wanted = card ?? { method: 'card' as const, value: null };
    const answer = await run(() =>
      withCommandId('staff.setOwnCard', { staffId, ...wanted }, (input) =>
        callTill((till) => till.manager.staff.setOwnCard(input)),
      ),
    );
    if (!answer.ok) return;
    setChosen(null);
    await read();
  };

  return (
    <div className="stack">
      <p className="soft">{t('manager.ownCardsWhat')}</p>
      {chosen === null && <ProblemNotice problem={action.problem} onDismiss={action.dismiss} />}
      <ul>
        {people?.map((person) => (
          <li key={person.id} className="row client">
            <span className="grow">
              <strong>{person.name}</strong> <span className="soft small">{t(`frame.role.${person.role}`)}</span>
            </span>
            {person.hasOwnCard && <StateBadge tone="good">{t('manager.hasOwnCard')}</StateBadge>}
            <PressButton
              label={t('manager.setOwnCardLabel', { name: person.name })}
              onPress={() => {
                action.dismiss();
                setChosen(person);
              }}
            >
              {t('manager.setOwnCard')}
            </PressButton>
            {person.hasOwnCard && (
              <PressButton
                look="danger"
                label={t('manager.forgetOwnCardLabel', { name: person.name })}
                isDisabled={action.running}
                onPress={() => void setCard(person.id, null)}
              >
                {t('manager.forgetOwnCard')}
              </PressButton>
            )}
          </li>
        ))}
      </ul>
      {chosen !== null && (
        <DialogBox
          title={t('manager.setOwnCardLabel', { name: chosen.name })}
          mustStay={action.running}
          onClose={() => setChosen(null)}
        >
          <MemberIdForm
            confirmText={t('manager.setOwnCard')}
            action={action}
            isToKeep
            onConfirm={(card) => void setCard(chosen.id, card)}
            onCancel={() => setChosen(null)}
          />
        </DialogBox>
      )}
    </div>
  );
}
