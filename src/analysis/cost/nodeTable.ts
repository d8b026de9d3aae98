import { graphTitlesStepwise } from '../../model/graphTitles';
import type { Graph, Model, Node, ValueType } from '../../model/model';
import type { LocatedWeight } from '../../model/modelIndex';
import { modelIndexStepwise } from '../../model/modelIndex';
import { nodeCaption } from '../../model/nodeCaption';
import { printValueType, printWeightType } from '../../model/printType';
import { type Layer, layersStepwise } from '../../model/queries';
import { scopeOf } from '../../model/scopes';
import { finish, type Steps } from '../../model/steps';
import { type ModelTypes, typeOfValue } from '../../model/valueTypes';
import { HOLDS, type NodeTable, type TableWeight } from '../../shared/nodeTable/nodeTable';
import { Texts } from '../../shared/nodeTable/texts';
import { Amounts } from './interning';
import { type ModelCosts, modelCosts } from './modelCosts';
import { openSizes } from './openSizes';
import { tableGraphs } from './tableGraphs';

/** Sizes that a person gave to what the model leaves open; `types` are inferred with them already. */
export type ChosenSizes = ReadonlyMap<string, number>;

/** Every node of a model with what it costs. */
export function nodeTable(model: Model, types: ModelTypes, sizes: ChosenSizes = new Map()): NodeTable {
  return finish(nodeTableStepwise(model, types, sizes));
}

/** The same in steps, in time linear in the nodes. */
export function* nodeTableStepwise(model: Model, types: ModelTypes, sizes: ChosenSizes = new Map()): Steps<NodeTable> {
  const index = yield* modelIndexStepwise(model);
  const costs = yield* modelCosts(model, types, sizes);
  const graphs = Array.from(index.values(), ({ graph }) => graph);
  const titles = yield* graphTitlesStepwise(model);
  const rows = new Rows(model, types, costs, graphs, yield* layersByNode(model));
  yield* rows.fill();
  const columns = rows.columns();
  const { tableGraphs: held, runOrder } = yield* tableGraphs(model, graphs, costs, titles);
  const main = costs.graphs.get(model.graph.id)?.liveness.peak;
  const amounts = [columns.macs, columns.flops, columns.inputBytes, columns.outputBytes, columns.liveBytes];
  return {
    ...columns,
    openSizes: openSizes(model, sizes, [
      ...amounts.flatMap(column => column.amounts),
      ...held.map(({ times }) => times ?? []),
    ]),
    graphs: held,
    runOrder,
    peak: { bytes: main?.bytes ?? [], row: main?.node ?? null, unknownValues: main?.unknownValues ?? 0 },
    notes: costs.notes,
  };
}

function* layersByNode(model: Model): Steps<ReadonlyMap<Node, Layer>> {
  const found = new Map<Node, Layer>();
  for (const layer of yield* layersStepwise(model)) {
    found.set(layer.node, layer);
    yield;
  }
  return found;
}

type Columns = Omit<NodeTable, 'openSizes' | 'graphs' | 'runOrder' | 'peak' | 'notes'>;

/** The columns while they are filled. */
class Rows {
  readonly #graph: Uint32Array;
  readonly #node: Uint32Array;
  readonly #holds: Uint8Array;
  readonly #weightStart: Uint32Array;
  readonly #weightOf: number[] = [];
  readonly #weights: TableWeight[] = [];
  readonly #weightNumbers = new Map<string, number>();
  readonly #names: string[] = [];
  readonly #texts: Record<'op' | 'scope' | 'attributes' | 'inputs' | 'outputs' | 'dtypes' | 'unknown', Texts>;
  readonly #amounts: Record<'macs' | 'flops' | 'inputBytes' | 'outputBytes' | 'liveBytes', Amounts>;
  readonly #printed = new Map<ValueType, string>();

  constructor(
    private readonly model: Model,
    private readonly types: ModelTypes,
    private readonly costs: ModelCosts,
    private readonly graphs: readonly Graph[],
    private readonly layers: ReadonlyMap<Node, Layer>,
  ) {
    const count = graphs.reduce((sum, { nodes }) => sum + nodes.length, 0);
    const texts = (): Texts => new Texts(count);
    const amounts = (): Amounts => new Amounts(count);
    this.#graph = new Uint32Array(count);
    this.#node = new Uint32Array(count);
    this.#holds = new Uint8Array(count);
    this.#weightStart = new Uint32Array(count + 1);
    this.#texts = {
      op: texts(),
      scope: texts(),
      attributes: texts(),
      inputs: texts(),
      outputs: texts(),
      dtypes: texts(),
      unknown: texts(),
    };
    this.#amounts = {
      macs: amounts(),
      flops: amounts(),
      inputBytes: amounts(),
      outputBytes: amounts(),
      liveBytes: amounts(),
    };
  }

  *fill(): Steps<void> {
    let row = 0;
    for (const [number, graph] of this.graphs.entries()) {
      for (const node of graph.nodes) {
        this.#graph[row] = number;
        this.#node[row] = node.index;
        this.#describe(row, graph, node);
        this.#cost(row, graph, node);
        row += 1;
        this.#weightStart[row] = this.#weightOf.length;
        yield;
      }
    }
  }

  columns(): Columns {
    const texts = this.#texts;
    const amounts = this.#amounts;
    return {
      graph: this.#graph,
      node: this.#node,
      names: this.#names,
      op: texts.op.column(),
      scope: texts.scope.column(),
      attributes: texts.attributes.column(),
      inputs: texts.inputs.column(),
      outputs: texts.outputs.column(),
      dtypes: texts.dtypes.column(),
      weightStart: this.#weightStart,
      weightOf: Uint32Array.from(this.#weightOf),
      weights: this.#weights,
      holds: this.#holds,
      macs: amounts.macs.column(),
      flops: amounts.flops.column(),
      inputBytes: amounts.inputBytes.column(),
      outputBytes: amounts.outputBytes.column(),
      liveBytes: amounts.liveBytes.column(),
      unknown: texts.unknown.column(),
    };
  }

  #describe(row: number, graph: Graph, node: Node): void {
    const layer = this.layers.get(node);
    const isStandard = node.domain === '' || node.domain === 'ai.onnx';
    const inputs = node.inputs.filter(name => name !== '' && !this.costs.isConstant(graph.id, name));
    const texts = this.#texts;
    this.#names.push(node.name);
    texts.op.set(row, isStandard ? node.op : `${node.domain}.${node.op}`);
    texts.scope.set(row, scopeOf(node));
    texts.attributes.set(row, layer === undefined && node.attributes.length === 0 ? '' : nodeCaption(node, layer));
    texts.inputs.set(row, this.#printTypes(graph, inputs));
    texts.outputs.set(
      row,
      this.#printTypes(
        graph,
        node.outputs.filter(name => name !== ''),
      ),
    );
    texts.dtypes.set(row, layer === undefined ? '' : this.#addWeights(layer));
  }

  /** Element types of the parameters. */
  #addWeights({ weights }: Layer): string {
    const dtypes = new Set<string>();
    for (const weight of weights) {
      if (weight.role === 'parameter') dtypes.add(weight.weight.dtype);
      this.#weightOf.push(this.#weightNumber(weight, weight.role === 'parameter'));
    }
    return [...dtypes].join(', ');
  }

  #cost(row: number, graph: Graph, node: Node): void {
    const known = this.costs.graphs.get(graph.id);
    const cost = known?.nodes[node.index];
    if (known === undefined || cost === undefined) return;
    const amounts = this.#amounts;
    amounts.macs.set(row, cost.macs);
    amounts.flops.set(row, cost.flops);
    amounts.inputBytes.set(row, cost.inputBytes);
    amounts.outputBytes.set(row, cost.outputBytes);
    amounts.liveBytes.set(row, known.liveness.live[node.index] ?? null);
    this.#texts.unknown.set(row, cost.reason);
    this.#holds[row] = cost.held === null ? HOLDS.nothing : cost.call === null ? HOLDS.rows : HOLDS.calls;
  }

  #printTypes(graph: Graph, names: readonly string[]): string {
    let text = '';
    for (const name of names) text += `${text === '' ? '' : ', '}${this.#printType(graph, name)}`;
    return text;
  }

  #printType(graph: Graph, name: string): string {
    const type = this.types.get(graph.id)?.get(name) ?? typeOfValue(this.model, this.types, graph.id, name);
    if (type === null) return '?';
    const known = this.#printed.get(type);
    if (known !== undefined) return known;
    const printed = printValueType(type);
    this.#printed.set(type, printed);
    return printed;
  }

  #weightNumber({ graph, name, weight }: LocatedWeight, isParameter: boolean): number {
    const key = `${graph}\n${name}`;
    const known = this.#weightNumbers.get(key);
    if (known !== undefined) return known;
    const { dtype, elements, bytes } = weight;
    const number =
      this.#weights.push({ graph, name, type: printWeightType(weight), dtype, elements, bytes, isParameter }) - 1;
    this.#weightNumbers.set(key, number);
    return number;
  }
}
