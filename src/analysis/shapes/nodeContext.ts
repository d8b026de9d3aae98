import type { DType } from '../../model/dtype';
import type { Dimension, Graph, Node, ValueType, Weight } from '../../model/model';
import type { Steps } from '../../model/steps';
import { isNumeric, LARGEST_RANK, type Shape } from './dimensions';
import type { Inferred, RuleContext } from './rule';
import { TypeRecord } from './typeRecord';

/** What rules ask of the inference. */
export interface Asked {
  constant(weight: Weight): Inferred;
  infer(graph: Graph, inputs: readonly Inferred[], record: TypeRecord): Steps<readonly Inferred[]>;
  fresh(node: Node, output: number, count: number): Dimension;
}

/** What a rule sees of one node. */
export class NodeContext implements RuleContext {
  #fresh = 0;
  /** What was found in the graphs of the node; of a graph that the rule asked for again, the last time only. */
  readonly records = new Map<Graph, TypeRecord>();

  constructor(
    readonly node: Node,
    readonly opset: number,
    private readonly inputs: readonly Inferred[],
    private readonly asked: Asked,
  ) {}

  // Rules take these apart (`({ dtype }) => dtype(0)`), so they must not depend on `this`.
  readonly has = (input: number): boolean => (this.node.inputs[input] ?? '') !== '';

  readonly type = (input: number): ValueType | null => this.inputs[input]?.type ?? null;

  readonly dtype = (input: number): DType | null => {
    const type = this.inputs[input]?.type;
    return type?.kind === 'tensor' || type?.kind === 'sparse' ? type.dtype : null;
  };

  readonly shape = (input: number): Shape | null => {
    const type = this.inputs[input]?.type;
    if (type?.kind !== 'tensor' && type?.kind !== 'sparse') return null;
    return type.shape !== null && type.shape.length <= LARGEST_RANK ? type.shape : null;
  };

  readonly data = (input: number): readonly Dimension[] | null => this.inputs[input]?.data ?? null;

  readonly numbers = (input: number): readonly number[] | null => {
    const known = this.data(input);
    return known !== null && isNumeric(known) ? known : null;
  };

  fresh(output: number): Dimension {
    return this.asked.fresh(this.node, output, this.#fresh++);
  }

  constant(weight: Weight): Inferred {
    return this.asked.constant(weight);
  }

  infer(graph: Graph, inputs: readonly Inferred[]): Steps<readonly Inferred[]> {
    const record = new TypeRecord();
    this.records.set(graph, record);
    return this.asked.infer(graph, inputs, record);
  }
}
