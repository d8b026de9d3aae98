import { MAX_NOTES_OF_A_KIND } from '../../limits';

/** Collects remarks on a file, the first few of each kind word for word. */
export class Notes {
  readonly #kinds = new Map<string, string[]>();

  /** `kind` groups remarks that differ only in the object they name. */
  add(kind: string, text: string): void {
    const texts = this.#kinds.get(kind);
    if (texts === undefined) this.#kinds.set(kind, [text]);
    else texts.push(text);
  }

  list(): readonly string[] {
    const lines: string[] = [];
    for (const [kind, texts] of this.#kinds) {
      lines.push(...texts.slice(0, MAX_NOTES_OF_A_KIND));
      const more = texts.length - MAX_NOTES_OF_A_KIND;
      if (more > 0) lines.push(`${kind}: ${more} more.`);
    }
    return lines;
  }
}
