import type { ReactNode } from 'react';
import { createPortal } from 'react-dom';
import { Icon, type IconName } from '../widgets/icon.tsx';

interface FullScreenMessageProps {
  readonly title: string;
  readonly icon: IconName;
  readonly children: ReactNode;
}

/** Takes the whole window: nothing can be done until this is settled. */
export function FullScreenMessage({ title, icon, children }: FullScreenMessageProps) {
  return createPortal(
    // On top also of an open dialog, which hides all else from screen readers.
    <div className="full-screen-message" role="alertdialog" aria-label={title} data-react-aria-top-layer="true">
      <div className="card stack">
        <h1 className="row">
          <Icon name={icon} />
          {title}
        </h1>
        {children}
      </div>
    </div>,
    document.body,
  );
}
