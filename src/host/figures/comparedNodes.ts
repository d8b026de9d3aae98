import type { Graph } from '../../model/model';
import { graphById } from '../../model/queries';
import { count, type Fields, fields, list, text } from './fields';
import type { FigureContext } from './figureSource';
import type { NodePlace } from './nodeNames';

/** Finds the open model's node in a report, if it is still there as it was. */
export class ComparedNodes {
  strangers = 0;
  readonly #graphs: readonly { readonly graph: Graph | undefined; readonly rows: readonly unknown[] }[];

  constructor(
    private readonly context: FigureContext,
    private readonly side: 'a' | 'b',
    report: Fields,
  ) {
    this.#graphs = list(report.get('graphs')).map(value => {
      const entry = fields(value);
      return { graph: graphById(context.model, text(entry.get(side))), rows: list(entry.get('rows')) };
    });
  }

  get graphs(): readonly { readonly graph: Graph | undefined; readonly rows: readonly unknown[] }[] {
    return this.#graphs;
  }

  ofRow(graph: Graph | undefined, row: unknown): NodePlace | null {
    const entry = fields(fields(row).get(this.side));
    if (entry.size === 0) return null;
    return this.#checked(graph, graph?.nodes[count(entry.get('index')) ?? -1], entry);
  }

  /** The layer that owns a weight, `null` when none does or only the other model has it. */
  ofOwner(owner: unknown): NodePlace | null {
    const entry = fields(owner);
    const found = this.#graphs[count(entry.get('graph')) ?? -1];
    return found === undefined ? null : this.ofRow(found.graph, found.rows[count(entry.get('row')) ?? -1]);
  }

  /** The maker of a tensor, in the main graph. */
  ofTensor(tensor: Fields): NodePlace | null {
    const entry = fields(tensor.get(this.side));
    const { graph } = this.context.model;
    return this.#checked(graph, graph.nodes[count(entry.get('node')) ?? -1], entry);
  }

  #checked(graph: Graph | undefined, node: NodePlace['node'] | undefined, entry: Fields): NodePlace | null {
    const op = node === undefined ? '' : node.domain === '' ? node.op : `${node.domain}.${node.op}`;
    const wanted = text(entry.get('op'));
    if (
      graph === undefined ||
      node === undefined ||
      node.name !== text(entry.get('name')) ||
      (op !== wanted && node.op !== wanted)
    ) {
      this.strangers += 1;
      return null;
    }
    return { graph, node };
  }
}
