import { useTranslation } from 'react-i18next';
import { ERROR_CODES, type ErrorCode } from '../../src-shared/errors/error-codes.ts';
import { messageOf } from '../../src-shared/errors/messages-en.ts';
import type { ScreenProblem } from '../app-api.ts';
import { money } from '../state/shop-format.ts';
import { Notice } from '../widgets/notice.tsx';
import { PressButton } from '../widgets/press-button.tsx';

/** Amounts of a detail are in minor units; everything else stands as it is. */
const writePlace = (name: string, value: string | number | boolean): string =>
  typeof value === 'number' && /minor$/i.test(name) ? money(value) : String(value);

/** Any problem as a sentence. */
export function useProblemText(): (problem: ScreenProblem) => string {
  const { t } = useTranslation();
  return (problem) =>
    problem.code === 'door-unreachable'
      ? t('common.doorUnreachable')
      : messageOf({ code: problem.code, detail: problem.detail }, writePlace);
}

/** The sentence for a code that stands alone; what is no code of ours is said as it came. */
export function useCodeText(): (code: string) => string {
  const textOf = useProblemText();
  return (code) => (isErrorCode(code) ? textOf({ code, detail: {} }) : code);
}

const isErrorCode = (code: string): code is ErrorCode => Object.hasOwn(ERROR_CODES, code);

interface ProblemNoticeProps {
  readonly problem: ScreenProblem | null;
  readonly onDismiss?: () => void;
}

/** What went wrong, in words, read out at once; nothing where nothing did. */
export function ProblemNotice({ problem, onDismiss }: ProblemNoticeProps) {
  const { t } = useTranslation();
  const textOf = useProblemText();
  if (problem === null) return null;
  return (
    <Notice tone="bad" isUrgent>
      <span>{textOf(problem)}</span>
      {onDismiss !== undefined && (
        <PressButton look="quiet" icon="cross" label={t('common.dismiss')} onPress={onDismiss} />
      )}
    </Notice>
  );
}
