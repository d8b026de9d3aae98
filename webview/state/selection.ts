/** A node of a graph, or with the graph's own numbering one of its ends (see `GraphPage`). */
export interface NodePlace {
  readonly graph: string;
  readonly index: number;
}

/** The node that is selected, one for all tabs, the tree view included. */
export class Selection {
  #current: NodePlace | null = null;
  readonly #listeners = new Set<(place: NodePlace | null) => void>();

  get current(): NodePlace | null {
    return this.#current;
  }

  /** Tells everybody, whoever sets it included, unless it is selected already. */
  set(place: NodePlace | null): void {
    if (place?.graph === this.#current?.graph && place?.index === this.#current?.index) return;
    this.#current = place;
    for (const listener of this.#listeners) listener(place);
  }

  /** Returns what ends the calls. */
  onChange(listener: (place: NodePlace | null) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
