import type { KeyObject } from 'node:crypto';
import type BetterSqlite3 from 'better-sqlite3';
import { AttemptStore } from './attempt-store.ts';
import { AuditStore } from './audit-store.ts';
import { CatalogueStore } from './catalogue-store.ts';
import { CommandStore } from './command-store.ts';
import { MemberKeyStore } from './member-key-store.ts';
import { OperationStore } from './operation-store.ts';
import { PosClientStore } from './pos-client-store.ts';
import { SaleStore } from './sale-store.ts';
import { Sealer } from './sealer.ts';
import { SettingStore } from './setting-store.ts';
import { StaffStore } from './staff-store.ts';
import { UnclaimedStore } from './unclaimed-store.ts';

export interface Stores {
  readonly operations: OperationStore;
  readonly attempts: AttemptStore;
  readonly sales: SaleStore;
  readonly memberKeys: MemberKeyStore;
  readonly unclaimed: UnclaimedStore;
  readonly commands: CommandStore;
  readonly settings: SettingStore;
  readonly staff: StaffStore;
  readonly audit: AuditStore;
  readonly catalogue: CatalogueStore;
  readonly posClients: PosClientStore;
}

/** Every statement is prepared here, once for each open database. */
export function createStores(db: BetterSqlite3.Database, dataKey: KeyObject, fingerprintKey: KeyObject): Stores {
  const sealer = new Sealer(dataKey);
  return {
    operations: new OperationStore(db, sealer),
    attempts: new AttemptStore(db),
    sales: new SaleStore(db, sealer),
    memberKeys: new MemberKeyStore(db, sealer, fingerprintKey),
    unclaimed: new UnclaimedStore(db),
    commands: new CommandStore(db),
    settings: new SettingStore(db),
    staff: new StaffStore(db),
    audit: new AuditStore(db, dataKey),
    catalogue: new CatalogueStore(db),
    posClients: new PosClientStore(db),
  };
}
