import { useTranslation } from 'react-i18next';
import type { Welcome } from '../../contract-types.ts';
import { ProblemNotice } from '../../shell/problem-notice.tsx';
import { useAction } from '../../shell/use-action.ts';
import { chooseProgram } from '../../state/session-store.ts';
import { PressButton } from '../../widgets/press-button.tsx';

/** Which loyalty program this till trains with: another one is another till, on a folder of its own. */
export function TrainingPrograms({ training }: { readonly training: NonNullable<Welcome['training']> }) {
  const { t } = useTranslation();
  const action = useAction();
  return (
    <section className="card stack sign-in-demo" aria-label={t('signIn.programs')}>
      <h2>{t('signIn.programs')}</h2>
      {training.programs.map(({ name, title }) => (
        <PressButton
          key={name}
          look="wide start"
          {...(name === training.chosen ? { icon: 'check' as const } : {})}
          isDisabled={name === training.chosen}
          isPending={action.running}
          onPress={() => void action.run(() => chooseProgram(name))}
        >
          <span className="grow">
            {title}
            {name === training.chosen && <span className="soft small block">{t('signIn.programOpen')}</span>}
          </span>
        </PressButton>
      ))}
      <p className="soft small">{t('signIn.programsHint')}</p>
      <ProblemNotice problem={action.problem} />
    </section>
  );
}
