import type { KeyObject } from 'node:crypto';
import type { Database } from 'better-sqlite3';
import type { Logger } from 'pino';
import type { Clock } from '../../src-shared/time/clock.ts';
import type { BackEnd } from '../backends/backend.ts';
import type { IdentifyForm } from '../selling/identify-ways.ts';
import type { OpenSales } from '../selling/open-sales.ts';
import type { Account } from '../stores/operation-store.ts';
import type { Stores } from '../stores/stores.ts';
import type { Connectivity } from '../sync/connectivity.ts';
import type { FastLane } from '../sync/fast-lane.ts';
import type { SyncLoop } from '../sync/sync-loop.ts';
import type { Changes } from './changes.ts';
import type { TillConfig } from './config.ts';

/** The objects of one open till, built once by `till.ts`; use cases take what they need from here. */
export interface TillParts {
  readonly config: TillConfig;
  readonly clock: Clock;
  readonly db: Database;
  readonly dataKey: KeyObject;
  readonly stores: Stores;
  readonly backEnd: BackEnd;
  readonly account: Account;
  readonly connectivity: Connectivity;
  readonly loop: SyncLoop;
  readonly fastLane: FastLane;
  readonly openSales: OpenSales;
  readonly identifyForm: IdentifyForm;
  readonly changes: Changes;
  readonly log: Logger;
  /** UUIDv7, in the order in which they are made. */
  readonly newId: () => string;
  readonly randomBytes: (count: number) => Uint8Array;
  /** The letter of this file's generation; part of every sale number. */
  readonly generationLetter: string;
  /** False while the disk is full: what is open may be settled, nothing new is recorded. */
  readonly mayRecord: () => boolean;
  /** A commit met a full disk: room is made for settling what is open. */
  readonly noSpace: () => void;
}
