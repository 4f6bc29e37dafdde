/** One thing a receipt says, before it is known whether it is printed, drawn or read aloud. */
export type ReceiptPart =
  | { readonly kind: 'shop-name' | 'centred' | 'title' | 'notice' | 'detail'; readonly text: string }
  | {
      readonly kind: 'pair';
      readonly left: string;
      readonly right: string;
      readonly weight: 'plain' | 'strong' | 'total';
    }
  | { readonly kind: 'rule' | 'gap' }
  | { readonly kind: 'code'; readonly label: string; readonly code: string }
  /** Something to scan that nobody reads or types. */
  | { readonly kind: 'qr'; readonly text: string };
