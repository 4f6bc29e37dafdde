import { createHash } from 'node:crypto';
import { problem, type Result } from '../../src-shared/errors/error-codes.ts';
import type { OpenSale } from '../selling/open-sales.ts';
import type { TillParts } from '../till/till-parts.ts';

/** How many basket commands of an open sale are remembered; only the last few can still be repeated by a caller. */
const REMEMBERED = 50;

const hash = (input: unknown): string =>
  createHash('sha256').update(JSON.stringify(input)).digest('base64url').slice(0, 22);

/** Each command runs once; a repeat with the same content gets the answer again, other content is refused. */
export class Once {
  readonly #parts: TillParts;
  readonly #running = new Map<string, { readonly hash: string; readonly answer: Promise<Result<unknown>> }>();

  constructor(parts: TillParts) {
    this.#parts = parts;
  }

  /**
   * A command that is stored with what it does.
   *
   * @param run calls `record` inside its own commit, with what the answer can be made from again.
   * @param again makes the answer of a repeat.
   */
  async stored<T>(
    scope: string,
    commandId: string,
    input: unknown,
    run: (record: (subject: string | null) => void) => Promise<Result<T>> | Result<T>,
    again: (subject: string) => Promise<Result<T>> | Result<T>,
  ): Promise<Result<T>> {
    const { stores, clock } = this.#parts;
    const place = `${scope} ${commandId}`;
    // Before the stored ones: a command may be stored long before its answer is known (a pay).
    const running = this.#running.get(place);
    if (running !== undefined) {
      if (running.hash !== hash(input)) return problem('command-reused');
      return (await running.answer) as Result<T>;
    }
    const found = stores.commands.find(scope, commandId, input);
    if (found.kind === 'other-content') return problem('command-reused');
    if (found.kind === 'repeated') return await again(found.subject ?? '');
    const answer = (async () =>
      await run((subject) => stores.commands.record(scope, commandId, input, subject, clock.nowMs())))();
    this.#running.set(place, { hash: hash(input), answer });
    try {
      return await answer;
    } finally {
      this.#running.delete(place);
    }
  }

  /** A change of an open basket: remembered with the sale, as the basket itself is until its next batch. */
  async inBasket<T>(
    open: OpenSale | null,
    commandId: string,
    input: unknown,
    run: () => Promise<Result<T>> | Result<T>,
    again: () => Result<T>,
  ): Promise<Result<T>> {
    if (open === null) return await run();
    const place = `basket ${open.sale.saleId} ${commandId}`;
    const running = this.#running.get(place);
    const before = running?.hash ?? open.commands.get(commandId);
    if (before !== undefined && before !== hash(input)) return problem('command-reused');
    if (running !== undefined) return (await running.answer) as Result<T>;
    if (before !== undefined) return again();
    const answer = (async () => await run())();
    this.#running.set(place, { hash: hash(input), answer });
    try {
      const result = await answer;
      // A "no" did nothing: the same press may be tried again.
      if (result.ok) remember(open.commands, commandId, hash(input));
      return result;
    } finally {
      this.#running.delete(place);
    }
  }
}

function remember(commands: Map<string, string>, commandId: string, content: string): void {
  commands.set(commandId, content);
  const oldest = commands.keys().next().value;
  if (commands.size > REMEMBERED && oldest !== undefined) commands.delete(oldest);
}
