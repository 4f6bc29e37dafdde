/** What goes wrong with one request; `after` means that the effect took place. */
export type FaultKind =
  | 'drop-before'
  | 'drop-after'
  | '500-before'
  | '500-after'
  | '429'
  | 'garbage-after'
  | 'silent-before'
  | 'silent-after'
  | 'slow'
  | 'answered-twice';

export interface Fault {
  readonly path: string;
  /** `pay`, `cancel`, …; null for any. */
  readonly action: string | null;
  readonly kind: FaultKind;
  times: number;
}

/** Whether the effect takes place although something goes wrong. */
export const hasEffect = (kind: FaultKind | null): boolean =>
  kind === null ||
  ['drop-after', '500-after', 'garbage-after', 'silent-after', 'slow', 'answered-twice'].includes(kind);

/** Whether the client can read the true answer. */
export const isAnswered = (kind: FaultKind | null): boolean =>
  kind === null || kind === 'slow' || kind === 'answered-twice';

/** The faults to come, first come first served. */
export class OtherFaults {
  readonly #waiting: Fault[] = [];

  next(kind: FaultKind, path: string, action: string | null = null, times = 1): void {
    this.#waiting.push({ path, action, kind, times });
  }

  take(path: string, action: string | null): FaultKind | null {
    const at = this.#waiting.findIndex(
      (fault) => fault.path === path && (fault.action === null || fault.action === action),
    );
    const fault = this.#waiting[at];
    if (fault === undefined) return null;
    fault.times -= 1;
    if (fault.times <= 0) this.#waiting.splice(at, 1);
    return fault.kind;
  }

  /** Faults that nothing has met yet. */
  get left(): number {
    return this.#waiting.length;
  }
}
