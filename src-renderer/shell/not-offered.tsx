import { useTranslation } from 'react-i18next';
import type { SupportView } from '../contract-types.ts';
import { useStatus } from '../state/status-store.ts';

interface NotOfferedProps {
  /** What the screen has no button for, in words that follow "Not offered by …:", with what the program says of it. */
  readonly what: readonly (readonly [words: string, support: SupportView | undefined])[];
}

/** What this program does not offer and a screen therefore lacks: named at once, the reasons on a press. */
export function NotOffered({ what }: NotOfferedProps) {
  const { t } = useTranslation();
  const program = useStatus((store) => store.capabilities?.programName) ?? '';
  const missing = what.flatMap(([words, support]) =>
    support?.offered === false ? [{ words, because: support.because ?? '' }] : [],
  );
  if (missing.length === 0) return null;
  return (
    <details className="not-offered soft small">
      <summary>{t('common.notOfferedBy', { program, what: missing.map(({ words }) => words).join(', ') })}</summary>
      <ul>
        {missing.map(({ words, because }) => (
          <li key={words}>{because}</li>
        ))}
      </ul>
    </details>
  );
}
