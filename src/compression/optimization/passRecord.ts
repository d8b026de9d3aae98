import type { PassOutcome } from '../../shared/reports/simplificationReport';
import type { Pass } from './pass';

/** Names and reasons that a report lists of one pass; the rest is counted. */
const MOST_NAMES = 20;
const MOST_SKIPPED = 20;

/** What one pass did over all rounds, and what it left alone in the last. */
export class PassRecord {
  #changes = 0;
  readonly #names: string[] = [];
  #skipped = new Map<string, { what: string; reason: string; count: number }>();
  #unlisted = 0;

  constructor(readonly pass: Pass) {}

  get changes(): number {
    return this.#changes;
  }

  changed(what: string): void {
    this.#changes += 1;
    if (this.#names.length < MOST_NAMES) this.#names.push(what);
  }

  /** What was left alone before is looked at anew. */
  begin(): void {
    this.#skipped = new Map();
    this.#unlisted = 0;
  }

  /** The first of each reason is named, the others are counted. */
  skipped(what: string, reason: string): void {
    const known = this.#skipped.get(reason);
    if (known !== undefined) known.count += 1;
    else if (this.#skipped.size < MOST_SKIPPED) this.#skipped.set(reason, { what, reason, count: 1 });
    else this.#unlisted += 1;
  }

  outcome(): PassOutcome {
    const { id, title, exactness } = this.pass;
    return {
      id,
      title,
      exactness,
      changes: this.#changes,
      names: this.#names,
      skipped: [...this.#skipped.values()],
      unlistedSkips: this.#unlisted,
    };
  }
}
