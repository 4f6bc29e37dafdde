import './settings-screen.css';
import { useTranslation } from 'react-i18next';
import type { ScreenProps } from '../../shell/route-table.ts';
import { useSession } from '../../state/session-store.ts';
import { useStatus } from '../../state/status-store.ts';
import { setTheme, THEMES, useTheme } from '../../state/theme-store.ts';
import { ChoiceButtons } from '../../widgets/choice-buttons.tsx';

const KEYS = ['F2', 'F3', 'F4', 'F6', 'F7', 'F8', 'F9', 'F10', 'Enter', 'Escape'] as const;

export function SettingsScreen(_props: ScreenProps) {
  const { t } = useTranslation();
  const theme = useTheme((store) => store.theme);
  const shopName = useSession((store) => store.welcome?.shopName);
  const status = useStatus((store) => store.status);
  const offsetMs = status?.clockOffsetMs ?? null;
  return (
    <div className="settings screen">
      <h1>{t('settings.title')}</h1>
      <section className="card stack">
        <h2>{t('settings.theme')}</h2>
        <div>
          <ChoiceButtons
            label={t('settings.theme')}
            choices={THEMES.map((id) => ({ id, text: t(`settings.themes.${id}`) }))}
            chosen={theme}
            onChoose={setTheme}
          />
        </div>
      </section>
      <section className="card stack">
        <h2>{t('settings.keys')}</h2>
        <dl className="key-list">
          {KEYS.map((key) => (
            <div key={key}>
              <dt>
                <kbd>{key === 'Escape' ? 'Esc' : key}</kbd>
              </dt>
              <dd>{t(`settings.keyList.${key}`)}</dd>
            </div>
          ))}
        </dl>
      </section>
      <section className="card">
        <dl className="key-list">
          <div>
            <dt className="soft">{t('settings.shop')}</dt>
            <dd>{shopName}</dd>
          </div>
          {status !== null && (
            <>
              <div>
                <dt className="soft">{t('settings.program')}</dt>
                <dd>{status.programName}</dd>
              </div>
              <div>
                <dt className="soft">{t('settings.folderLabel')}</dt>
                <dd>{t(`settings.folder.${status.folder}`)}</dd>
              </div>
              <div>
                <dt className="soft">{t('settings.clockOffset')}</dt>
                <dd>
                  {offsetMs === null
                    ? t('settings.clockOk')
                    : t('settings.clockMs', { seconds: Math.trunc(offsetMs / 1_000) })}
                </dd>
              </div>
            </>
          )}
        </dl>
      </section>
    </div>
  );
}
