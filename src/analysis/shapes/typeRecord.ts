import type { ValueType } from '../../model/model';
import type { Steps } from '../../model/steps';
import type { TypeContradiction } from './inferTypes';
import { commonType } from './mergeTypes';
import type { Inferred } from './rule';

/** What passes over graphs found. Of a graph that was looked at several times, what is true of all of them. */
export class TypeRecord {
  readonly types = new Map<string, Map<string, ValueType>>();
  readonly #contradictions = new Map<string, TypeContradiction>();

  get contradictions(): readonly TypeContradiction[] {
    return [...this.#contradictions.values()];
  }

  contradicts(found: TypeContradiction): void {
    const key = JSON.stringify([found.graph, found.value]);
    if (!this.#contradictions.has(key)) this.#contradictions.set(key, found);
  }

  *keep(graph: string, values: ReadonlyMap<string, Inferred>): Steps<void> {
    const found = new Map<string, ValueType>();
    for (const [name, { type }] of values) {
      if (type !== null) found.set(name, type);
      yield;
    }
    yield* this.#merge(graph, found);
  }

  /** Takes over another record, which is not used any more. */
  *add(other: TypeRecord): Steps<void> {
    for (const [graph, found] of other.types) yield* this.#merge(graph, found);
    for (const found of other.contradictions) this.contradicts(found);
  }

  *#merge(graph: string, found: Map<string, ValueType>): Steps<void> {
    const known = this.types.get(graph);
    if (known === undefined) {
      this.types.set(graph, found);
      return;
    }
    for (const [name, type] of known) {
      const common = commonType(type, found.get(name) ?? null);
      if (common === null) known.delete(name);
      else known.set(name, common);
      yield;
    }
  }
}
