import { useTranslation } from 'react-i18next';
import type { Welcome } from '../../contract-types.ts';
import { ProblemNotice } from '../../shell/problem-notice.tsx';
import { useAction } from '../../shell/use-action.ts';
import { chooseProgram } from '../../state/session-store.ts';
import { ChoiceButtons } from '../../widgets/choice-buttons.tsx';

/** Which loyalty program this till trains with: another one is another till, on a folder of its own. */
export function TrainingPrograms({ training }: { readonly training: NonNullable<Welcome['training']> }) {
  const { t } = useTranslation();
  const action = useAction();
  return (
    <section className="card stack sign-in-programs" aria-label={t('signIn.programs')}>
      <h2>{t('signIn.programs')}</h2>
      <ChoiceButtons
        label={t('signIn.programs')}
        choices={training.programs.map(({ name, title }) => ({ id: name, text: title }))}
        chosen={training.chosen}
        onChoose={(name) => {
          if (name !== training.chosen && !action.running) void action.run(() => chooseProgram(name));
        }}
      />
      <p className="soft small">{t(action.running ? 'signIn.programOpens' : 'signIn.programsHint')}</p>
      <ProblemNotice problem={action.problem} />
    </section>
  );
}
