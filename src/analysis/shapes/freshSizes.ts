import type { Dimension, Model, ValueType } from '../../model/model';
import { everyGraph } from '../../model/modelIndex';
import { dimensionName } from '../inputs/freeDimensions';
import { declaredSize, namesIn } from '../symbolic/sizes';

/** Longest part of a value's name that a size made from it keeps. */
const MOST_CHARACTERS = 40;

/**
 * Names for sizes that only running the model tells: `nonzero_out.1`. Unique in the model, the same in every inference, and
 * none that the file declares.
 */
export class FreshSizes {
  readonly #byPlace = new Map<string, string>();
  readonly #made = new Set<string>();
  /** The last number given to a stem: thousands of places may share one. */
  readonly #counts = new Map<string, number>();
  #declared: ReadonlySet<string> | null = null;
  /** How often a name was asked for. */
  asked = 0;

  constructor(private readonly model: Model) {}

  /** The name for a place; `value` is what it is named after. */
  name(place: string, value: string): string {
    this.asked++;
    const known = this.#byPlace.get(place);
    if (known !== undefined) return known;
    this.#declared ??= declaredNames(this.model);
    const stem = stemOf(value);
    let count = (this.#counts.get(stem) ?? 0) + 1;
    while (this.#made.has(`${stem}.${count}`) || this.#declared.has(`${stem}.${count}`)) count++;
    this.#counts.set(stem, count);
    const name = `${stem}.${count}`;
    this.#made.add(name);
    this.#byPlace.set(place, name);
    return name;
  }

  has(name: string): boolean {
    return this.#made.has(name);
  }
}

/** Letters, digits, points and underscores, so that it reads well in `nonzero_out.1*4`. */
function stemOf(value: string): string {
  const plain = value
    .slice(0, MOST_CHARACTERS)
    .replace(/[^\p{L}\p{N}_.]+/gu, '_')
    .replace(/^_+(?=.)/, '');
  return /^[\p{L}_]/u.test(plain) ? plain : `size_${plain}`;
}

/** Every free size that a type in the file speaks of, and what inputs call their unnamed axes. */
function declaredNames(model: Model): ReadonlySet<string> {
  const names = new Set<string>();
  const note = (type: ValueType | null): void => {
    for (const size of sizesOf(type)) {
      const canonical = typeof size === 'string' ? declaredSize(size) : null;
      if (typeof canonical === 'string') for (const name of namesIn(canonical)) names.add(name);
    }
  };
  for (const graph of everyGraph(model)) {
    for (const { type } of [...graph.inputs, ...graph.outputs, ...graph.values.values()]) note(type);
  }
  for (const { name, type } of model.graph.inputs) {
    for (const [axis, size] of sizesOf(type).entries()) names.add(dimensionName(name, axis, size) ?? '');
  }
  return names;
}

function sizesOf(type: ValueType | null): readonly Dimension[] {
  if (type?.kind === 'tensor' || type?.kind === 'sparse') return type.shape ?? [];
  return type?.kind === 'sequence' || type?.kind === 'optional' ? sizesOf(type.of) : [];
}
