/** One line of the result. Ratios are compared within one run, so that the machine's own speed cancels out. */
export interface Figure {
  readonly what: string;
  /** As design.md section 12 says it; `-` where it only helps to read the others. */
  readonly target: string;
  readonly measured: string;
  /** Null: nothing to hold, or nothing could be measured. */
  readonly held: boolean | null;
}

/** Prints the figures with their targets beside them. */
export function printFigures(figures: readonly Figure[]): void {
  const widths = (['what', 'target', 'measured'] as const).map((key) =>
    Math.max(key.length, ...figures.map((figure) => figure[key].length)),
  );
  const row = (...cells: readonly string[]): string =>
    cells
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd();
  console.log(row('what', 'target', 'measured', 'held'));
  console.log(row(...widths.map((width) => '-'.repeat(width)), '----'));
  for (const { what, target, measured, held } of figures) {
    console.log(row(what, target, measured, held === null ? '' : held ? 'yes' : 'NO'));
  }
}

export function ratio(value: number): string {
  return value.toFixed(2);
}

/** So many a second, in round numbers. */
export function perSecond(count: number, elapsedMs: number): string {
  return `${Math.trunc((count * 1_000) / elapsedMs)}/s`;
}

/** The middle one; of two, the upper. Throws RangeError where there is none. */
export function median(values: readonly number[]): number {
  const middle = values.toSorted((a, b) => a - b)[Math.trunc(values.length / 2)];
  if (middle === undefined) throw new RangeError('no values');
  return middle;
}
