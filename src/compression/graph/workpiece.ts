import { safeInteger } from '../../formats/onnx/integers';
import type { WeightFiles } from '../../formats/weightReader';
import { type Constant, storedConstant } from './constants';
import { collectNames, GraphIndex } from './graphIndex';
import { Names } from './names';
import { type GraphProto, isDefaultDomain, type ModelProto, type NodeProto, type ValueInfoProto } from './protos';

/**
 * A model being prepared: the decoded skeleton, whose main graph the preflight steps change in place, and its constants,
 * which are taken out of the initializers and written back by `TargetModel`. No payload is read to make one.
 */
export class Workpiece {
  readonly graph: GraphProto & { node: NodeProto[]; input: ValueInfoProto[] };
  /** Constants of the main graph by name, initializers first, in order. */
  readonly constants = new Map<string, Constant>();
  /** What the preflight did that a reader of the report should know. */
  readonly notes: string[] = [];
  /** Names of all values, those of branches and loop bodies included. */
  readonly valueNames: Names;
  readonly nodeNames: Names;

  constructor(
    readonly model: ModelProto,
    readonly files: WeightFiles,
  ) {
    const graph = model.graph ?? {};
    this.graph = Object.assign(graph, { node: graph.node ?? [], input: graph.input ?? [] });
    model.graph = this.graph;
    const names = new Set<string>();
    collectNames(this.graph, names);
    this.valueNames = new Names(names);
    this.nodeNames = new Names(this.graph.node.map(node => node.name ?? ''));
    for (const tensor of graph.initializer ?? []) {
      const constant = storedConstant(tensor, files);
      this.constants.set(constant.name, constant);
    }
    graph.initializer = [];
  }

  /** Version of the default operator set. */
  get opset(): number {
    const versions = (this.model.opsetImport ?? [])
      .filter(({ domain }) => isDefaultDomain(domain))
      .map(({ version }) => safeInteger(version ?? 1, 'An operator set version', 'opset_import'));
    return Math.max(1, ...versions);
  }

  index(): GraphIndex {
    return new GraphIndex(this.graph);
  }

  constant(name: string): Constant | undefined {
    return this.constants.get(name);
  }

  add(constant: Constant): void {
    this.constants.set(constant.name, constant);
    this.valueNames.take(constant.name);
  }
}
