import type { ReactNode } from 'react';
import { Icon, type IconName } from './icon.tsx';

export type Tone = 'good' | 'warn' | 'bad' | 'info' | 'plain';

const TONE_ICONS: Readonly<Record<Tone, IconName>> = {
  good: 'check',
  warn: 'alert',
  bad: 'cross',
  info: 'info',
  plain: 'info',
};

interface NoticeProps {
  readonly tone: Tone;
  readonly icon?: IconName;
  /** Read out at once; for what a person has to know now. */
  readonly isUrgent?: boolean;
  readonly children: ReactNode;
}

export function Notice({ tone, icon, isUrgent = false, children }: NoticeProps) {
  return (
    <div className={`notice ${tone}`} role={isUrgent ? 'alert' : 'status'}>
      <Icon name={icon ?? TONE_ICONS[tone]} />
      {children}
    </div>
  );
}

/** A state in an icon, a word and a colour. */
export function StateBadge({ tone, icon, children }: Omit<NoticeProps, 'isUrgent'>) {
  return (
    <span className={`badge ${tone}`}>
      <Icon name={icon ?? TONE_ICONS[tone]} />
      {children}
    </span>
  );
}
