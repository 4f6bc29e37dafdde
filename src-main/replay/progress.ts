const WIDTH = 40;
/** Without a terminal: a line for each so many hundredths. */
const STEP_PERCENT = 1;

/** Shows on stderr how far a run is: a bar on a terminal, else lines that a script can read (`recorded 12 of 827`). */
export class Progress {
  readonly #output: NodeJS.WriteStream;
  readonly #of: number;
  #shownPercent = -1;

  constructor(output: NodeJS.WriteStream, of: number) {
    this.#output = output;
    this.#of = of;
  }

  /** @param done so many of the whole, never fewer than before */
  recorded(done: number): void {
    const percent = this.#of === 0 ? 100 : Math.floor((done * 100) / this.#of);
    if (percent < this.#shownPercent + STEP_PERCENT && done !== this.#of) return;
    this.#shownPercent = percent;
    if (!this.#output.isTTY) {
      this.#output.write(`recorded ${done} of ${this.#of}\n`);
      return;
    }
    const filled = Math.floor((percent * WIDTH) / 100);
    const bar = `${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)}`;
    this.#output.write(`\r${bar} ${String(percent).padStart(3)} % recorded ${done} of ${this.#of}`);
    if (done === this.#of) this.#output.write('\n');
  }

  say(text: string): void {
    this.#output.write(`${text}\n`);
  }
}
