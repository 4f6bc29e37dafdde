import { useContext, useEffect, useRef } from 'react';
import { ShortcutLayer } from '../widgets/shortcuts.ts';
import { ScanBurst } from './scan-burst.ts';

type OnScan = (code: string) => void;

/** The newest listener of the topmost dialog or screen gets the scan. */
const listeners: { readonly layer: number; readonly onScan: OnScan }[] = [];
const burst = new ScanBurst();
let isConnected = false;
let hasTakenCode = false;

function deliver(code: string): void {
  const top = listeners.toSorted((a, b) => a.layer - b.layer).at(-1);
  if (code !== '') top?.onScan(code);
}

/**
 * Scanners that end a code with Enter or Tab, as nearly all do, are read here: at once, and so that this last key presses no
 * button ("Complete sale" after a late scan). The library takes those that send nothing at the end; it knows a code only by
 * the silence after it, 200 ms later.
 */
async function connect(): Promise<void> {
  if (isConnected) return;
  isConnected = true;
  window.addEventListener('keydown', onKeyDown, { capture: true });
  const { default: KeyboardBarcodeScanner } = await import('@point-of-sale/keyboard-barcode-scanner');
  const scanner = new KeyboardBarcodeScanner();
  scanner.addEventListener('barcode', ({ value }) => {
    if (!hasTakenCode) deliver(value.trim());
    hasTakenCode = false; // the library has seen the keys of those codes too
  });
  await scanner.connect();
}

/** The till went away before it came: scanners that end their codes with Enter or Tab are read all the same. */
const withoutLibrary = () => undefined;

function onKeyDown(event: KeyboardEvent): void {
  if (event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement) {
    burst.forget();
    return;
  }
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  const taken = burst.take(event.key, event.timeStamp);
  if (taken.kind === 'none' || (taken.kind === 'inside' && event.key !== ' ')) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (taken.kind === 'code') {
    hasTakenCode = true;
    deliver(taken.code.trim());
  }
}

/** Takes what is scanned while this screen or dialog is on top and no text field has the focus. */
export function useScanner(onScan: OnScan): void {
  const layer = useContext(ShortcutLayer);
  const latest = useRef(onScan);
  useEffect(() => {
    latest.current = onScan;
  });
  useEffect(() => {
    void connect().catch(withoutLibrary);
    const listener = { layer, onScan: (code: string) => latest.current(code) };
    listeners.push(listener);
    return () => void listeners.splice(listeners.indexOf(listener), 1);
  }, [layer]);
}
