import type { Attribute, ModelFunction } from '../../model/model';
import type { Inferred } from './rule';
import type { TypeRecord } from './typeRecord';

/**
 * What calls of functions gave. Equal calls give equal types, so that functions that call each other twice, thirty deep, are
 * looked at thirty times. Records are told apart: what was found goes into each.
 */
export class KnownCalls {
  readonly #byRecord = new WeakMap<TypeRecord, Map<string, readonly Inferred[]>>();

  get(record: TypeRecord, key: string): readonly Inferred[] | undefined {
    return this.#byRecord.get(record)?.get(key);
  }

  set(record: TypeRecord, key: string, outputs: readonly Inferred[]): void {
    const known = this.#byRecord.get(record);
    if (known === undefined) this.#byRecord.set(record, new Map([[key, outputs]]));
    else known.set(key, outputs);
  }
}

/** What decides about the types in a call; `null` when it is given graphs or tensors. */
export function callKey(
  called: ModelFunction,
  depth: number,
  given: readonly Attribute[],
  inputs: readonly Inferred[],
): string | null {
  const attributes: string[] = [];
  for (const { name, value } of given) {
    if (!COMPARABLE.has(value.kind)) return null;
    attributes.push(name, value.kind, String(value.value));
  }
  return JSON.stringify([called.graph.id, depth, attributes, inputs], spelled);
}

/** JSON writes `null` for what is not finite, which here means unknown. */
function spelled(_: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isFinite(value) ? `#${value}` : value;
}

const COMPARABLE: ReadonlySet<Attribute['value']['kind']> = new Set(['float', 'int', 'string', 'floats', 'ints']);
