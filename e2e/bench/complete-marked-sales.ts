import { complete, openPaidSale } from './bench-sale.ts';
import { openBenchTill } from './bench-till.ts';
import { mark } from './markers.ts';

// Run under strace, in a folder and for a number of sales: completes them, a marker before each and one after the answer
// is there. Whatever is synced between the two was synced for that sale, before anybody was told that it is saved.

const [folder, count] = process.argv.slice(2);
if (folder === undefined || count === undefined) throw new Error('needs a folder and a number of sales');
const till = await openBenchTill({ folder, port: null, connections: 1 });
const { parts } = till;
// A checkpoint syncs too, at a moment of its own.
parts.db.pragma('wal_autocheckpoint = 0');
const open = Array.from({ length: Number(count) }, () => openPaidSale(parts));
parts.openSales.flush();
for (const [at, sale] of open.entries()) {
  mark(`begin ${at}`);
  complete(sale, parts);
  mark(`told ${at}`);
}
await till.close();
