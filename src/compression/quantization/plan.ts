import type { Constant } from '../graph/constants';
import { type GraphProto, inputOf, isOp, type NodeProto, subgraphsOf } from '../graph/protos';
import type { TargetModel } from '../graph/targetModel';
import type { Workpiece } from '../graph/workpiece';
import type { WeightNoise } from './weightChannels';

/** What becomes of one layer. */
export interface LayerDecision {
  readonly node: NodeProto;
  readonly weight: Constant | null;
  readonly action: 'quantized' | 'kept';
  readonly reason: string;
  /** Whether it was kept because it was measured to be slower. */
  readonly gate: boolean;
  /** Scales of the weight when it is quantized. */
  readonly scales: number;
}

/** A finished decision about a model, ready to be written. */
export interface QuantizationPlan {
  readonly decisions: readonly LayerDecision[];
  readonly warnings: readonly string[];
  /** Builds the result; anew each time, as what it streams can be read once. */
  emit(): { readonly target: TargetModel; readonly noise: ReadonlyMap<NodeProto, WeightNoise> };
}

export interface PlanSettings {
  readonly perChannel: boolean;
  readonly latencyGate: boolean;
  readonly exclude: ReadonlySet<string>;
}

/** Integer forms that a model of its own has no use for a second time. */
const INTEGER_OPERATORS =
  /^(QuantizeLinear|DequantizeLinear|DynamicQuantizeLinear|QLinear\w+|QGemm|QAttention|ConvInteger|MatMulInteger\w*|MatMulNBits|MatMulBnb4|DynamicQuantize\w+)$/;

/** Operators of the main graph that show that a model is quantized already, with how often they occur. */
export function integerOperators(work: Workpiece): { readonly operators: readonly string[]; readonly count: number } {
  const found = work.graph.node.map(node => node.opType ?? '').filter(op => INTEGER_OPERATORS.test(op));
  return { operators: [...new Set(found)], count: found.length };
}

/** Why layers of other operators stay in float; the rest of the operators that own weights has no integer form. */
const OTHER_REASONS = new Map([
  ['ConvTranspose', 'the runtime has no integer kernel for it'],
  ['Gather', 'looking up a table is not faster in INT8'],
]);

/** Operators other than Conv, MatMul and Gemm whose second input, or a later one, is learned. */
const WEIGHTED = ['ConvTranspose', 'Einsum', 'GRU', 'Gather', 'LSTM', 'PRelu', 'RNN'] as const;

/** Decisions for what no method quantizes: other operators with weights, and layers inside branches and loop bodies. */
export function otherLayers(work: Workpiece): LayerDecision[] {
  const kept: LayerDecision[] = [];
  const keep = (node: NodeProto, weight: Constant | null, reason: string): void => {
    kept.push({ node, weight, action: 'kept', reason, gate: false, scales: 0 });
  };
  for (const node of work.graph.node) {
    if (isOp(node, ...WEIGHTED)) {
      const weight = floatWeight(work, node);
      if (weight !== null) keep(node, weight, OTHER_REASONS.get(node.opType ?? '') ?? 'it has no integer form here');
    }
    for (const subgraph of subgraphsOf(node)) {
      for (const inner of layersBelow(subgraph, name => work.constants.has(name)))
        keep(inner, null, `it is inside a branch or loop body of "${node.name}"`);
    }
  }
  return kept;
}

function floatWeight(work: Workpiece, node: NodeProto): Constant | null {
  for (const name of node.input ?? []) {
    const constant = work.constant(name);
    if (constant?.dtype.startsWith('float') && constant.elements > 1) return constant;
  }
  return null;
}

function layersBelow(graph: GraphProto, isOuter: (name: string) => boolean): readonly NodeProto[] {
  const own = new Set((graph.initializer ?? []).map(({ name }) => name ?? ''));
  const isConstant = (name: string): boolean => own.has(name) || isOuter(name);
  return (graph.node ?? []).flatMap(node => [
    ...(isOp(node, 'Conv', 'MatMul', 'Gemm') && isConstant(inputOf(node, 1)) ? [node] : []),
    ...subgraphsOf(node).flatMap(subgraph => layersBelow(subgraph, isConstant)),
  ]);
}
