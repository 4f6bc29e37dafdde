import { type ReactNode, useEffect, useState } from 'react';
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { newLayer, openLayer, ShortcutLayer } from './shortcuts.ts';

interface DialogBoxProps {
  readonly title: string;
  readonly isWide?: boolean;
  /** While a call runs that must not be left without its answer. */
  readonly mustStay?: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A dialog that is open for as long as it is rendered. Escape and the scrim close it. */
export function DialogBox({ title, isWide = false, mustStay = false, onClose, children }: DialogBoxProps) {
  const [layer] = useState(newLayer);
  useEffect(() => openLayer(layer), [layer]);
  return (
    <ModalOverlay
      isOpen
      className="scrim"
      isKeyboardDismissDisabled={mustStay}
      onOpenChange={(isOpen) => {
        if (!isOpen && !mustStay) onClose();
      }}
    >
      <Modal className={isWide ? 'modal wide' : 'modal'}>
        <Dialog className="dialog">
          <ShortcutLayer value={layer}>
            <Heading slot="title" level={2}>
              {title}
            </Heading>
            {children}
          </ShortcutLayer>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
