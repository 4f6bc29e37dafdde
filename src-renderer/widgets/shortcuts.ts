import { createContext, useContext, useEffect, useRef } from 'react';

/**
 * Keys that press a button wherever the focus is. Only the topmost layer listens: while a dialog is open, the keys of the
 * screen below it do nothing.
 */
export type ShortcutKey = 'F2' | 'F3' | 'F4' | 'F6' | 'F7' | 'F8' | 'F9' | 'F10' | 'Enter' | 'Escape';

interface Shortcut {
  readonly key: ShortcutKey;
  readonly layer: number;
  readonly press: () => void;
}

export const ShortcutLayer = createContext(0);

const shortcuts = new Set<Shortcut>();
const openLayers: number[] = [0];
let nextLayer = 1;

export const newLayer = (): number => nextLayer++;

/** Puts a layer on top; the answer takes it away again. */
export function openLayer(layer: number): () => void {
  openLayers.push(layer);
  return () => {
    const at = openLayers.lastIndexOf(layer);
    if (at >= 0) openLayers.splice(at, 1);
  };
}

/** A button or field answers Enter itself. */
const answersItself = (target: EventTarget | null): boolean =>
  target instanceof Element &&
  target.closest('button, input, a, [role="row"], [role="option"], [role="gridcell"]') !== null;

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey || event.repeat)
    return;
  if (event.key === 'Enter' && answersItself(event.target)) return;
  const top = openLayers.at(-1) ?? 0;
  // The newest wins, so that a screen may give a key of the frame another meaning.
  const shortcut = [...shortcuts].reverse().find(({ key, layer }) => key === event.key && layer === top);
  if (shortcut === undefined) return;
  event.preventDefault();
  shortcut.press();
}

export function useShortcut(key: ShortcutKey | undefined, press: () => void, isDisabled: boolean): void {
  const layer = useContext(ShortcutLayer);
  const latest = useRef(press);
  useEffect(() => {
    latest.current = press;
  });
  useEffect(() => {
    if (key === undefined || isDisabled) return;
    const shortcut: Shortcut = { key, layer, press: () => latest.current() };
    if (shortcuts.size === 0) window.addEventListener('keydown', onKeyDown);
    shortcuts.add(shortcut);
    return () => {
      shortcuts.delete(shortcut);
      if (shortcuts.size === 0) window.removeEventListener('keydown', onKeyDown);
    };
  }, [key, layer, isDisabled]);
}
