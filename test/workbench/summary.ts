/** What a suite comes to. A suite that could not run at all counts as one failure. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** The line a suite ends in, in mocha's words; `npm test` alone ends in `N passed, N failed`. */
export function summaryLine(counts: Counts): string {
  const skipped = counts.skipped > 0 ? `, ${counts.skipped} pending` : '';
  return `${counts.passed} passing, ${counts.failed} failing${skipped}`;
}

/** Reads counts from what a suite printed: the line above, or the three lines mocha ends with. */
export function countsIn(output: string): Counts {
  const last = (pattern: RegExp): number => Number([...output.matchAll(pattern)].at(-1)?.[1] ?? 0);
  return {
    passed: last(/^\s*(\d+) passing\b/gm),
    failed: last(/^\s*(?:\d+ passing, )?(\d+) failing\b/gm),
    skipped: last(/^\s*(?:\d+ passing, \d+ failing, )?(\d+) pending\b/gm),
  };
}
