/** Something that the specification forbids and inference works around. */
export interface InvalidPlace {
  readonly kind: /** A node needs, directly or through others, what it makes itself. */
    | 'cycle'
    /** A node comes before the one that makes its input. */
    | 'unsorted'
    /** A second node, or a node and an input or initializer, give a value of one name. */
    | 'duplicateValue'
    /** Nothing the graph can see gives the value. */
    | 'missingValue'
    /** A function calls itself, directly or through others. */
    | 'recursiveFunction';
  readonly graph: string;
  /** Index of the node where it shows; `null` for an output of the graph. */
  readonly node: number | null;
  /** The value, or the function's name. */
  readonly value: string;
}

/** Collects what is found, each once, however often a graph is looked at. */
export class InvalidPlaces {
  readonly found: InvalidPlace[] = [];
  readonly #seen = new Set<string>();

  add(kind: InvalidPlace['kind'], graph: string, node: number | null, value: string): void {
    const key = JSON.stringify([kind, graph, node, value]);
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    this.found.push({ kind, graph, node, value });
  }
}
