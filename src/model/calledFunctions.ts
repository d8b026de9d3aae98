import type { Model, ModelFunction, Node } from './model';

/** Functions of a model by what calls them. */
export class CalledFunctions {
  readonly #known: ReadonlyMap<string, ModelFunction>;

  constructor({ functions }: Pick<Model, 'functions'>) {
    this.#known = new Map(functions.map(known => [key(known.domain, known.name, known.overload), known]));
  }

  /** The function that a node calls, `undefined` when its operator is no function of the model. */
  of({ domain, op, overload }: Pick<Node, 'domain' | 'op' | 'overload'>): ModelFunction | undefined {
    return this.#known.size === 0 ? undefined : this.#known.get(key(domain, op, overload));
  }
}

function key(domain: string, name: string, overload: string): string {
  return `${domain === 'ai.onnx' ? '' : domain}\n${name}\n${overload}`;
}
