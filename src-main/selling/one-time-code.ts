import { done, problem, type Result } from '../../src-shared/errors/error-codes.ts';
import type { MemberIdentifier } from '../../src-shared/member/member.ts';
import type { TillParts } from '../till/till-parts.ts';
import { findOpen } from './change-basket.ts';
import { askDirectly, directProblem, identifiersOf } from './identify-member.ts';
import type { OpenSale } from './open-sales.ts';

/** A code goes to a phone or an e-mail address: the scanned one, else one that the program named. */
function reachable(open: OpenSale, parts: TillParts): MemberIdentifier | null {
  return identifiersOf(open, parts)?.find((one) => one.method === 'phone' || one.method === 'email') ?? null;
}

/** Sends a one-time code to the member. May text the customer again, so it is never repeated by itself. */
export async function sendCode(saleId: string, parts: TillParts, signal: AbortSignal): Promise<Result<null>> {
  const found = findOpen(saleId, parts);
  if (!found.ok) return found;
  const { oneTimeCode } = parts.backEnd.capabilities;
  if (!oneTimeCode.offered) return problem('not-offered-by-program', { because: oneTimeCode.because });
  const identifier = reachable(found.value, parts);
  if (identifier === null) return problem('member-required');
  const answer = await askDirectly(parts, () => parts.backEnd.sendCode(identifier, signal));
  return answer.kind === 'ok' ? done(null) : directProblem(answer);
}

/** Checks the code that the customer read out; proved, this sale may spend. */
export async function verifyCode(
  saleId: string,
  code: string,
  parts: TillParts,
  signal: AbortSignal,
): Promise<Result<OpenSale>> {
  const found = findOpen(saleId, parts);
  if (!found.ok) return found;
  const open = found.value;
  const { memberKeyId } = open.sale;
  const identifier = reachable(open, parts);
  if (identifier === null) return problem('member-required');
  const answer = await askDirectly(parts, () => parts.backEnd.verifyCode(identifier, code, signal));
  if (answer.kind === 'refused') return problem('code-wrong');
  if (answer.kind !== 'ok') return directProblem(answer);
  // The code proves the member it was sent to, and nobody who was scanned meanwhile.
  if (open.sale.memberKeyId !== memberKeyId) return problem('member-required');
  if (open.member !== null) open.member = { ...open.member, codeProved: true };
  parts.changes.changed();
  return done(open);
}
