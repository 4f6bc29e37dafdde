import { type ReactNode, useEffect, useState } from 'react';
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { newLayer, openLayer, ShortcutLayer, useShortcut } from './shortcuts.ts';

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
            <EscapeKey isDisabled={mustStay} onPress={onClose} />
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

/** Escape also closes where the focus is nowhere, as after a form inside has gone with the button that was pressed. */
function EscapeKey({ isDisabled, onPress }: { readonly isDisabled: boolean; readonly onPress: () => void }) {
  useShortcut('Escape', onPress, isDisabled);
  return null;
}
