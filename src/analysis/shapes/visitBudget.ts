import type { Model } from '../../model/model';

/** Functions that call functions and loops in loops multiply work; a file gets this much for each node it has. */
const FOR_EACH_NODE = 16;
const FREE = 400_000;

/** Work that inferences of a model may do. Ends loops of calls that only a hostile file has. */
export class VisitBudget {
  #left: number;

  constructor({ graph, functions }: Model) {
    this.#left =
      FREE + FOR_EACH_NODE * functions.reduce((sum, each) => sum + each.graph.nodes.length, graph.nodes.length);
  }

  /** Whether one more node may be visited. A step costs as much as graphs are nested around it: each hands it on. */
  spend(depth: number): boolean {
    this.#left -= depth;
    return this.#left >= 0;
  }
}
