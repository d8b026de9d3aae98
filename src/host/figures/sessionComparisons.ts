import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { CompareReport } from '../../shared/reports/compareReport';
import { fields } from './fields';
import type { KnownComparison } from './figureSource';

/** Reports of large models have megabytes. */
const MOST = 8;

interface Kept {
  readonly a: string;
  readonly b: string;
  readonly states: readonly string[];
  readonly report: CompareReport;
}

/** Comparisons made in this session, as long as both files are as they were. */
export class SessionComparisons {
  /** The latest first. */
  #kept: readonly Kept[] = [];

  /** @param states of A and B before they were read, from `fileState` */
  add(a: string, b: string, states: readonly string[], report: CompareReport): void {
    const others = this.#kept.filter(kept => kept.a !== a || kept.b !== b);
    this.#kept = [{ a, b, states, report }, ...others].slice(0, MOST);
  }

  /** Those that a file is part of; forgets what is about other files by now. */
  async of(file: string): Promise<readonly KnownComparison[]> {
    const found: KnownComparison[] = [];
    for (const kept of this.#kept.filter(({ a, b }) => a === file || b === file)) {
      const now = await Promise.all([fileState(kept.a), fileState(kept.b)]);
      if (String(now) !== String(kept.states)) {
        this.#kept = this.#kept.filter(each => each !== kept);
        continue;
      }
      const side = kept.a === file ? 'a' : 'b';
      const other = path.basename(side === 'a' ? kept.b : kept.a);
      found.push({ side, other, origin: 'compared in this session', report: fields(kept.report) });
    }
    return found;
  }
}

/** Size and time of a file, and that it is gone. */
export async function fileState(file: string): Promise<string> {
  const found = await stat(file, { bigint: true }).catch(() => null);
  return found === null ? 'gone' : `${found.size} ${found.mtimeNs}`;
}
