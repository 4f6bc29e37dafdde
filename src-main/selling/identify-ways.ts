import type { IdentifyWay } from '../../src-shared/backend/capabilities.ts';
import type { BackEnd } from '../backends/backend.ts';

/** What the program said of its identify form since this till was opened; null: it has not been asked, or gave no answer. */
export class IdentifyForm {
  ways: readonly IdentifyWay[] | null = null;
}

/** The ways to name a member: as the program itself said last, else as they are known of it. */
export const identifyWays = ({
  backEnd,
  identifyForm,
}: {
  readonly backEnd: BackEnd;
  readonly identifyForm: IdentifyForm;
}): readonly IdentifyWay[] => identifyForm.ways ?? backEnd.capabilities.idMethods;
