import { ITEMS_PER_STEP, type PackedTexts, packTexts } from '../shared/packing/packedTexts';
import type { SearchTexts } from '../shared/protocol/editor';
import type { Model, Node } from './model';
import { modelIndexStepwise } from './modelIndex';
import { printAttribute } from './printAttribute';
import type { Steps } from './steps';

/** What of one node's attributes and of its values can be found, in characters. */
const MOST_CHARACTERS = 2000;

/** What a search looks at besides the node table: for each row of it all attributes, and the values read and written. */
export function* searchTextsStepwise(model: Model): Steps<SearchTexts> {
  const attributes = new Interned();
  const values = new Interned();
  for (const { graph } of (yield* modelIndexStepwise(model)).values()) {
    for (const node of graph.nodes) {
      attributes.add(attributesOf(node));
      values.add([...node.inputs, ...node.outputs].join(' ').slice(0, MOST_CHARACTERS));
      yield;
    }
  }
  return { attributes: yield* attributes.packed(), values: yield* values.packed() };
}

/** `kernel_shape=[3, 3] strides=[2, 2]`. */
function attributesOf(node: Node): string {
  let text = '';
  for (const attribute of node.attributes) {
    if (text.length > MOST_CHARACTERS) break;
    const printed = printAttribute(attribute);
    text += `${text === '' ? '' : ' '}${printed.name}=${printed.text}`;
  }
  return text.slice(0, MOST_CHARACTERS);
}

/** Texts of rows, each different one once. */
class Interned {
  readonly #numbers = new Map<string, number>();
  readonly #index: number[] = [];

  add(text: string): void {
    const number = this.#numbers.get(text) ?? this.#numbers.size;
    if (number === this.#numbers.size) this.#numbers.set(text, number);
    this.#index.push(number);
  }

  *packed(): Steps<{ readonly texts: PackedTexts; readonly index: Uint32Array }> {
    const index = new Uint32Array(this.#index.length);
    for (let row = 0; row < index.length; row++) {
      index[row] = this.#index[row] ?? 0;
      if (row % ITEMS_PER_STEP === 0) yield;
    }
    return { texts: yield* packTexts([...this.#numbers.keys()]), index };
  }
}
