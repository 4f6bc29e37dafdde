import type { IdentifyWay } from '../../src-shared/backend/capabilities.ts';
import { done, problem, type Result } from '../../src-shared/errors/error-codes.ts';
import type { MemberIdentifier } from '../../src-shared/member/member.ts';
import type { BackEnd } from '../backends/backend.ts';

/** What the program said of its identify form since this till was opened; null: it has not been asked, or gave no answer. */
export class IdentifyForm {
  ways: readonly IdentifyWay[] | null = null;
}

interface OfProgram {
  readonly backEnd: BackEnd;
  readonly identifyForm: IdentifyForm;
}

/** The ways to name a member: as the program itself said last, else as they are known of it. */
export const identifyWays = ({ backEnd, identifyForm }: OfProgram): readonly IdentifyWay[] =>
  identifyForm.ways ?? backEnd.capabilities.idMethods;

/** The way in which this was entered, where the program takes it so and all that it asks for beside it is there. */
export function enteredWay(
  [identifier, ...details]: readonly [MemberIdentifier, ...MemberIdentifier[]],
  parts: OfProgram,
): Result<IdentifyWay> {
  const way = identifyWays(parts).find(({ method }) => method === identifier.method);
  if (way === undefined) return problem('id-method-not-offered', { method: identifier.method });
  const missing = way.details.find(({ field }) => !details.some((one) => one.field === field));
  return missing === undefined
    ? done(way)
    : problem('id-detail-missing', { label: missing.label, field: missing.field });
}
