import type { IdMethod } from '../../src-shared/member/member.ts';
import type { TillConfig } from '../till/config.ts';

/** Whom the training screen offers to identify. */
export type DemoHint =
  | {
      readonly label: string;
      readonly method: IdMethod;
      readonly value: string;
      /** What the identify form asks for beside it. */
      readonly details?: Readonly<Record<string, string>>;
    }
  /**
   * A one-time code that is issued when it is asked for: the program's control `issue-code` takes `{ issueFor }` and answers
   * `{ code }`.
   */
  | { readonly label: string; readonly method: 'code'; readonly issueFor: string };

/**
 * What a training till has to know of one program: how its simulator is reached and whom the demo shop knows there. A door
 * reads it, so it may import of the simulators only `<name>-options.ts`, `member-order.ts` and `demo-….ts` of its own folder.
 */
export interface TrainingProgram {
  /** Opens nothing but simulators. */
  readonly apiKey: string;
  backEndConfig(baseUrl: string): TillConfig['backEnd'];
  /** For `SimulatedProgram.applySettings`: rules, rewards and stores of the demo shop. */
  readonly demoSettings: unknown;
  /** For `SimulatedProgram.openMembers`. */
  readonly demoMembers: readonly unknown[];
  readonly hints: readonly DemoHint[];
}
