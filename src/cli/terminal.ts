import { printable } from '../shared/printable';
import type { JobProgress } from '../shared/protocol/jobs';
import { formatPercent } from '../shared/units';

/** Where a command's words go. */
export interface Streams {
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
  /** Whether a person watches standard error. */
  readonly interactive: boolean;
  /** Characters in a line of that terminal. */
  readonly columns: number;
}

/**
 * The terminal as a command sees it. The answer goes to standard output, in one piece: JSON or CSV if asked for, else text
 * for people. Everything else goes to standard error.
 */
export class Terminal {
  #line = false;
  #lastPhase = '';

  constructor(
    private readonly streams: Streams,
    readonly json: boolean,
    private readonly verbose: boolean,
  ) {}

  /** The command's one answer; `text` is only made when people are to read it. */
  answer(document: unknown, text: () => string): void {
    this.clear();
    this.streams.out(this.json ? `${JSON.stringify(document)}\n` : `${text().trimEnd()}\n`);
  }

  /** An answer that is neither JSON nor for people. */
  raw(text: string): void {
    this.clear();
    this.streams.out(text);
  }

  /** A remark beside the answer. */
  note(text: string): void {
    this.clear();
    this.streams.error(`${printable(text)}\n`);
  }

  /** One line that is rewritten on a terminal; a line for each phase in a log, if asked for. */
  progress({ phase, fraction, detail }: JobProgress): void {
    if (this.streams.interactive) {
      const share = fraction === null ? '' : ` ${formatPercent(fraction, 0)}`;
      const text = printable(`${phase}${share}${detail === undefined ? '' : `  ${detail}`}`);
      this.streams.error(`\r\u001b[2K${[...text].slice(0, this.streams.columns - 1).join('')}`);
      this.#line = true;
    } else if (this.verbose && phase !== this.#lastPhase) {
      this.streams.error(`${printable(phase)}\n`);
      this.#lastPhase = phase;
    }
  }

  /** Removes the progress line. */
  clear(): void {
    if (this.#line) this.streams.error('\r\u001b[2K');
    this.#line = false;
  }
}
