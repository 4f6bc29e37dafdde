import { z } from 'zod';
import type { ControlClient } from './control-client.ts';
import { DEMO_STAFF } from './demo-shop.ts';
import type { Program } from './posting.ts';
import type { DemoHint } from './training-program.ts';

const issuedCode = z.object({ code: z.string().min(1) });

/** What the screens of a training till show for trying out: who signs in, and whom to identify. */
export class DemoDesk {
  readonly pins = DEMO_STAFF.map(({ name, role, demoPin }) => ({ name, role, pin: demoPin }));
  readonly members;
  readonly #program: Program;
  readonly #hints: readonly DemoHint[];
  readonly #control: ControlClient;

  constructor(program: Program, hints: readonly DemoHint[], control: ControlClient) {
    this.#program = program;
    this.#hints = hints;
    this.#control = control;
    this.members = hints.map((hint) => ({
      label: hint.label,
      method: hint.method,
      value: 'value' in hint ? hint.value : null,
      details: 'value' in hint ? (hint.details ?? {}) : {},
    }));
  }

  /** The one-time code that the demo member with this label would read on a phone; null for one that has none. */
  async issueCode(label: string): Promise<string | null> {
    const hint = this.#hints.find((one) => one.label === label);
    if (hint === undefined || !('issueFor' in hint)) return null;
    const answer = await this.#control.callProgram(this.#program, 'issue-code', { issueFor: hint.issueFor });
    return issuedCode.parse(answer).code;
  }
}
