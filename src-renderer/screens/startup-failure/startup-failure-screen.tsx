import { useTranslation } from 'react-i18next';
import { FullScreenMessage } from '../../shell/full-screen-message.tsx';
import type { StartupFailure } from './startup-failure.ts';

const CODES_WITH_ADVICE = ['4', '5', '6', '7', '8', '9', '10', '11'] as const;

export function StartupFailureScreen({ failure }: { readonly failure: StartupFailure }) {
  const { t } = useTranslation();
  const code = CODES_WITH_ADVICE.find((known) => known === String(failure.exitCode)) ?? 'other';
  return (
    <FullScreenMessage title={t('startup.title')} icon="alert">
      {failure.message !== '' && <p>{failure.message}</p>}
      <p>{t(`startup.todo.${code}`)}</p>
      <p className="soft">{t('startup.recorded')}</p>
      <p className="soft small">{t('startup.code', { code: failure.exitCode })}</p>
    </FullScreenMessage>
  );
}
