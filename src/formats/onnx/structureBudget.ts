import { MAX_STRUCTURE_BYTES, MAX_STRUCTURE_ITEMS } from '../limits';
import { structureTooLarge, tooManyItems } from './errors';
import type { FieldSchema } from './schema';

/** A message with its lists takes the memory of a few numbers. */
const ITEMS_PER_MESSAGE = 4;

/**
 * Counts what decoding will create, because a byte of a file can become fifty in memory: an empty node takes two bytes, a
 * number in a packed list one.
 */
export class StructureBudget {
  #items = 0;
  #bytes = 0;

  message(): void {
    this.#spend(ITEMS_PER_MESSAGE);
  }

  /** A field that stays in the structure, with the length of its value when that is of kind `bytes`, else 0. */
  field(known: FieldSchema | undefined, length: number): void {
    // An unknown field is kept as an object of its own.
    if (known === undefined) this.#spend(ITEMS_PER_MESSAGE);
    else if (known.numberBytes === 0 || length === 0) this.#spend(1);
    else this.#spend(length / known.numberBytes);
  }

  bytes(count: number): void {
    this.#bytes += count;
    if (this.#bytes > MAX_STRUCTURE_BYTES) throw structureTooLarge(MAX_STRUCTURE_BYTES);
  }

  #spend(items: number): void {
    this.#items += items;
    if (this.#items > MAX_STRUCTURE_ITEMS) throw tooManyItems(MAX_STRUCTURE_ITEMS);
  }
}
