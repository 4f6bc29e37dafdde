declare module '@point-of-sale/keyboard-barcode-scanner' {
  export interface ScannedBarcode {
    readonly value: string;
  }
  /** Tells a scanner that types from a person who types. Looks only at keys pressed outside of text fields. */
  class KeyboardBarcodeScanner {
    constructor(options?: { readonly guessSymbology?: boolean });
    connect(): Promise<void>;
    addEventListener(event: 'barcode', listener: (barcode: ScannedBarcode) => void): void;
  }

  // biome-ignore lint/style/noDefaultExport: it is the library that has one
  export { KeyboardBarcodeScanner as default };
}
