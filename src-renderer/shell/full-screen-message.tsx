import type { ReactNode } from 'react';
import { Icon, type IconName } from '../widgets/icon.tsx';

interface FullScreenMessageProps {
  readonly title: string;
  readonly icon: IconName;
  readonly children: ReactNode;
}

/** Takes the whole window: nothing can be done until this is settled. */
export function FullScreenMessage({ title, icon, children }: FullScreenMessageProps) {
  return (
    <div className="full-screen-message" role="alertdialog" aria-label={title}>
      <div className="card stack">
        <h1 className="row">
          <Icon name={icon} />
          {title}
        </h1>
        {children}
      </div>
    </div>
  );
}
