import type { SaleView } from '../../../src-shared/contract/views.ts';
import type { Answer } from '../../app-api.ts';
import type { IdField } from '../../contract-types.ts';
import { fits } from '../../shell/entry-way.ts';
import { addLine, identify, useSale } from '../../state/sale-store.ts';
import { useScanned } from '../../state/scanned-store.ts';
import { useStatus } from '../../state/status-store.ts';

/**
 * A scan on the sale screen: an item, or, where it is none and looks like an id of the program, the member. Guests show their
 * code at any moment before they pay.
 */
export async function takeScan(code: string): Promise<Answer<SaleView>> {
  const added = await addLine(code);
  if (added.ok || added.problem.code !== 'article-not-found') return added;
  const { capabilities } = useStatus.getState();
  const field = capabilities?.idFields.find((one) => fits(one, code));
  if (field === undefined || !mayIdentify(field)) return added;
  if (field.details.length === 0) return await identify({ method: field.method, value: code, details: {} });
  useScanned.setState({ code });
  const { sale } = useSale.getState();
  return sale === null ? added : { ok: true, value: sale };
}

/** A member who is there already is scanned again only where each scan is an event of its own. */
function mayIdentify({ method }: IdField): boolean {
  const { sale } = useSale.getState();
  const opens = useStatus.getState().capabilities?.identify === 'opens';
  // Nobody types an address or a number for an item, and a phone number may look like one.
  return method !== 'phone' && method !== 'email' && (opens || (sale?.member ?? null) === null);
}
