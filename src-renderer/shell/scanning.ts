import { useContext, useEffect, useRef } from 'react';
import { ShortcutLayer } from '../widgets/shortcuts.ts';

type OnScan = (code: string) => void;

/** The newest listener of the topmost dialog or screen gets the scan. */
const listeners: { readonly layer: number; readonly onScan: OnScan }[] = [];
let isConnected = false;

async function connect(): Promise<void> {
  if (isConnected) return;
  isConnected = true;
  window.addEventListener('keydown', holdBackEnter, { capture: true });
  const { default: KeyboardBarcodeScanner } = await import('@point-of-sale/keyboard-barcode-scanner');
  const scanner = new KeyboardBarcodeScanner();
  scanner.addEventListener('barcode', ({ value }) => {
    const code = value.trim();
    const top = listeners.toSorted((a, b) => a.layer - b.layer).at(-1);
    if (code !== '') top?.onScan(code);
  });
  await scanner.connect();
}

/** Faster than people type, slow enough for the slowest scanner. */
const SCANNER_GAP_MS = 100;
const SHORTEST_CODE = 4;
let burst = 0;
let lastKeyAtMs = Number.NEGATIVE_INFINITY;

/**
 * A scanner ends a code with Enter, which would press whatever button has the focus: "Complete sale" after a late scan. The
 * Enter that follows a burst of keys outside of a text field is therefore held back; the scanner library needs it not.
 */
function holdBackEnter(event: KeyboardEvent): void {
  const target = event.target;
  if (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) {
    burst = 0;
    return;
  }
  const isQuick = event.timeStamp - lastKeyAtMs <= SCANNER_GAP_MS;
  lastKeyAtMs = event.timeStamp;
  if (event.key.length === 1) {
    burst = isQuick ? burst + 1 : 1;
    return;
  }
  if (event.key === 'Shift') return;
  if (event.key === 'Enter' && isQuick && burst >= SHORTEST_CODE) {
    event.preventDefault();
    event.stopImmediatePropagation();
  }
  burst = 0;
}

/** Takes what is scanned while this screen or dialog is on top and no text field has the focus. */
export function useScanner(onScan: OnScan): void {
  const layer = useContext(ShortcutLayer);
  const latest = useRef(onScan);
  useEffect(() => {
    latest.current = onScan;
  });
  useEffect(() => {
    void connect();
    const listener = { layer, onScan: (code: string) => latest.current(code) };
    listeners.push(listener);
    return () => void listeners.splice(listeners.indexOf(listener), 1);
  }, [layer]);
}
