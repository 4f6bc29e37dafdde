import type { StaffView } from '../../src-shared/contract/views.ts';

/** `desktop`: a window of this app. `plugin`: its browser page over HTTP. `pos`: another vendor's paired POS. */
export type Door = 'desktop' | 'plugin' | 'pos';

/** Another vendor's POS, after pairing. */
export interface PosClient {
  readonly id: string;
  readonly name: string;
}

/**
 * Who makes a call. A staff session belongs to one connection: a window's port, or a page's token. A POS has no staff:
 * its `connectionId` is made from its client id, and `staff` is always null.
 */
export interface Caller {
  readonly connectionId: string;
  readonly door: Door;
  readonly staff: StaffView | null;
  readonly posClient: PosClient | null;
}

/** What a door knows of a caller by itself; the router adds the staff. */
export type CallContext = Omit<Caller, 'staff'>;
