import { complete, openPaidSale } from './bench-sale.ts';
import { openBenchTill } from './bench-till.ts';
import { drain } from './drain.ts';
import { mark } from './markers.ts';

// Run under strace: records a backlog, then drains it between two markers.

const [folder, port, connections, count] = process.argv.slice(2);
if (folder === undefined) throw new Error('needs folder, port, connections and number of operations');
const till = await openBenchTill({ folder, port: Number(port), connections: Number(connections) });
for (let left = Number(count); left > 0; left--) complete(openPaidSale(till.parts), till.parts);
mark('drain begins');
await drain(till);
mark('drain ended');
await till.close();
