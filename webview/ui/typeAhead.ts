/** A pause after which letters begin a new word, in milliseconds. */
const PAUSE_MS = 800;

/** Letters typed one after another to get to what begins with them. */
export class TypeAhead {
  #text = '';
  #last = Number.NEGATIVE_INFINITY;

  /**
   * @param now time in milliseconds
   * @returns what is looked for, and whether it was begun with this letter. One letter again and again stays that letter and is
   * begun each time: it goes from one row to the next.
   */
  add(letter: string, now: number): { readonly text: string; readonly isNew: boolean } {
    const goesOn = now - this.#last <= PAUSE_MS;
    this.#last = now;
    const isRepeated = goesOn && this.#text === letter;
    const isNew = !goesOn || isRepeated;
    this.#text = isNew ? letter : this.#text + letter;
    return { text: this.#text, isNew };
  }
}
