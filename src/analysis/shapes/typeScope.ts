import type { Attribute, Graph, ModelFunction, ValueType } from '../../model/model';
import type { Asked } from './nodeContext';
import type { Inferred } from './rule';
import type { TypeRecord } from './typeRecord';

/** A graph while its values are typed. */
export interface TypeScope {
  readonly asked: Asked;
  readonly graph: Graph;
  /** Where what is found goes. */
  readonly record: TypeRecord;
  readonly values: Map<string, Inferred>;
  /** The graph whose values this one sees; `null` for the main graph and functions. */
  readonly parent: TypeScope | null;
  readonly opsets: ReadonlyMap<string, number>;
  readonly depth: number;
  /** Declared types of the graph's outputs. */
  readonly outputs: ReadonlyMap<string, ValueType | null>;
  /** What the call gives for attributes that a function's nodes refer to; `null` outside of functions. */
  readonly given: readonly Attribute[] | null;
  readonly call: FunctionCall | null;
}

/** The function that is being typed, and the one it was called from. */
export interface FunctionCall {
  readonly known: ModelFunction;
  /** Tells calls of the same function apart. */
  readonly path: string;
  readonly from: FunctionCall | null;
}

/** What is known of a value that a graph sees; `undefined` when nothing has made it. */
export function lookUp(scope: TypeScope, name: string): Inferred | undefined {
  for (let at: TypeScope | null = scope; at !== null; at = at.parent) {
    const found = at.values.get(name);
    if (found !== undefined) return found;
  }
  return undefined;
}

export function isCalling(call: FunctionCall | null, known: ModelFunction): boolean {
  for (let at = call; at !== null; at = at.from) if (at.known === known) return true;
  return false;
}
