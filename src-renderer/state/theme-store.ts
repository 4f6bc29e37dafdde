import { create } from 'zustand';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const KEY = 'tillbox-theme';

export const useTheme = create<{ readonly theme: Theme }>(() => ({ theme: 'system' }));

const prefersDark = () => window.matchMedia('(prefers-color-scheme: dark)');

function showTheme(): void {
  const { theme } = useTheme.getState();
  const dark = theme === 'dark' || (theme === 'system' && prefersDark().matches);
  document.documentElement.dataset['theme'] = dark ? 'dark' : 'light';
}

export function setTheme(theme: Theme): void {
  localStorage.setItem(KEY, theme);
  useTheme.setState({ theme });
  showTheme();
}

/** Shows the theme chosen last on this machine and follows what the system prefers. */
export function startTheme(): void {
  useTheme.setState({ theme: THEMES.find((theme) => theme === localStorage.getItem(KEY)) ?? 'system' });
  prefersDark().addEventListener('change', showTheme);
  showTheme();
}
