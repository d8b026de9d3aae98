/** What a .npy header can hold: numbers, truth values, text, tuples and lists, and a dictionary of those. */
export type Literal = number | boolean | null | string | readonly Literal[] | ReadonlyMap<string, Literal>;

/** Thrown for anything that is not a plain literal; the message says what and where. */
export class LiteralError extends Error {}

const NAMED: ReadonlyMap<string, boolean | null> = new Map([
  ['True', true],
  ['False', false],
  ['None', null],
]);

/**
 * Parses one Python literal: `{'descr': '<f4', 'shape': (3, 4), }`. Nothing is evaluated; text has no escapes but `\\`
 * and quotes, which is all numpy writes.
 * @throws LiteralError
 */
export function parseLiteral(text: string, nesting: number): Literal {
  const parser = new LiteralParser(text, nesting);
  return parser.whole();
}

class LiteralParser {
  #at = 0;

  constructor(
    private readonly text: string,
    private readonly nesting: number,
  ) {}

  whole(): Literal {
    const value = this.#value(0);
    this.#skipSpace();
    if (this.#at < this.text.length) throw this.#unexpected();
    return value;
  }

  #value(depth: number): Literal {
    if (depth > this.nesting) throw new LiteralError(`nested more than ${this.nesting} levels`);
    this.#skipSpace();
    const character = this.text[this.#at] ?? '';
    if (character === '{') return this.#dictionary(depth);
    if (character === '(') return this.#sequence(')', depth);
    if (character === '[') return this.#sequence(']', depth);
    if (character === "'" || character === '"') return this.#string(character);
    return this.#word();
  }

  #dictionary(depth: number): ReadonlyMap<string, Literal> {
    const entries = new Map<string, Literal>();
    this.#at += 1;
    while (!this.#accept('}')) {
      const key = this.#value(depth + 1);
      if (typeof key !== 'string') throw new LiteralError('a key that is not text');
      this.#expect(':');
      entries.set(key, this.#value(depth + 1));
      if (!this.#accept(',')) {
        this.#expect('}');
        break;
      }
    }
    return entries;
  }

  #sequence(end: string, depth: number): readonly Literal[] {
    const items: Literal[] = [];
    this.#at += 1;
    while (!this.#accept(end)) {
      items.push(this.#value(depth + 1));
      if (!this.#accept(',')) {
        this.#expect(end);
        break;
      }
    }
    return items;
  }

  #string(quote: string): string {
    let value = '';
    for (this.#at += 1; this.text[this.#at] !== quote; this.#at += 1) {
      if (this.text[this.#at] === '\\') this.#at += 1;
      const character = this.text[this.#at];
      if (character === undefined) throw new LiteralError('text without an end');
      value += character;
    }
    this.#at += 1;
    return value;
  }

  #word(): number | boolean | null {
    const word = /^[A-Za-z_]+|^-?\d+/.exec(this.text.slice(this.#at, this.#at + 32))?.[0] ?? '';
    const named = NAMED.get(word);
    if (word === '' || (named === undefined && !/^-?\d+$/.test(word))) throw this.#unexpected();
    this.#at += word.length;
    // Python 2 wrote long integers as `3L`.
    if (named === undefined && this.text[this.#at] === 'L') this.#at += 1;
    return named === undefined ? Number(word) : named;
  }

  #accept(character: string): boolean {
    this.#skipSpace();
    if (this.text[this.#at] !== character) return false;
    this.#at += 1;
    return true;
  }

  #expect(character: string): void {
    if (!this.#accept(character)) throw this.#unexpected();
  }

  #skipSpace(): void {
    while (/\s/.test(this.text[this.#at] ?? '')) this.#at += 1;
  }

  #unexpected(): LiteralError {
    const found = this.text[this.#at];
    return new LiteralError(
      found === undefined
        ? 'the header ends too early'
        : `unexpected ${JSON.stringify(found)} at character ${this.#at}`,
    );
  }
}
