import { counted } from '../../../shared/units';
import { floatAttribute } from '../../attributes';
import type { Model, Node } from '../../model';
import type { TypeFacts } from '../facts';
import { atNode } from '../places';
import { QuantizedEdges } from '../quantizedEdges';
import type { Check, Found, LintRule } from '../rule';
import { runningGraphs } from '../scope';
import { nodeLabel, operatorLabel } from '../wording';

export const qdqBlocksFusion: LintRule<'types'> = {
  id: 'qdq-blocks-fusion',
  title: 'Quantized layer that runs in float',
  severity: 'warning',
  what: 'QuantizeLinear and DequantizeLinear placed so that onnxruntime 1.30 does not make an integer operator of what is between, as tried with it: a Conv whose result is not quantized right away and for one reader, or only behind an activation that the codes do not cut off; 16-bit codes; Add, Mul, Concat with one operand in float; Gemm with a factor for its bias; pairs around operators without an integer kernel (information). Left out, because this runtime fuses them: weights with a zero point, biases in float, a DequantizeLinear with several readers, pairs in a row.',
  why: 'The layer then computes in float and its operands are converted in every run: slower than the model before it was quantized.',
  mend: {
    text: 'Quantize the float model again: layers are then quantized whole, or left as they are.',
    command: 'modelLathe.quantizeInt8',
    cli: 'model-lathe quantize MODEL',
  },
  needs: 'types',
  check,
};

/** Without an integer kernel: what is between the pair stays a float operator. */
const FLOAT_ONLY = new Set([
  'BatchNormalization',
  'ConvTranspose',
  'Div',
  'Elu',
  'Exp',
  'Gelu',
  'HardSigmoid',
  'HardSwish',
  'InstanceNormalization',
  'LRN',
  'Min',
  'PRelu',
  'Pad',
  'ReduceMean',
  'SpaceToDepth',
  'Sqrt',
  'Sub',
  'Tanh',
]);

const ELEMENTWISE = new Set(['Add', 'Concat', 'Mul']);
const LAYERS = new Set(['Conv', 'Gemm', 'MatMul']);
/** Activations that are nothing but the cutting off that codes do anyway. */
const CUTTING = new Set(['Clip', 'Relu']);
const FUSED_CODES = new Set(['int8', 'uint8']);

interface Pairs {
  readonly graph: string;
  readonly node: Node;
  count: number;
}

function* check(model: Model, { types }: TypeFacts): Check {
  const pairs = new Map<string, Pairs>();
  for (const known of runningGraphs(model)) {
    const edges = new QuantizedEdges(model, types, known);
    for (const node of known.graph.nodes) {
      yield node.domain === '' ? blocked(edges, known.graph.id, node) : undefined;
      if (node.domain !== '' || !isPaired(edges, node)) continue;
      const seen = pairs.get(node.op);
      if (seen === undefined) pairs.set(node.op, { graph: known.graph.id, node, count: 1 });
      else seen.count += 1;
    }
  }
  for (const [op, { graph, node, count }] of pairs) {
    const nodes = `${counted(count, `${operatorLabel('', op)} node`)} between DequantizeLinear and QuantizeLinear`;
    const text = `${nodes}: the operator has no integer kernel, ${nodeLabel(node)} first.`;
    yield { ...atNode(graph, node, text), severity: 'info' };
  }
}

function blocked(edges: QuantizedEdges, graph: string, node: Node): Found | undefined {
  const reason = LAYERS.has(node.op)
    ? layerReason(edges, node)
    : ELEMENTWISE.has(node.op)
      ? elementwiseReason(edges, node)
      : null;
  return reason === null ? undefined : atNode(graph, node, `${nodeLabel(node)} stays in float: ${reason}.`);
}

function layerReason(edges: QuantizedEdges, node: Node): string | null {
  const data = edges.dequantizer(node, 0);
  const weight = edges.dequantizer(node, 1);
  if (data === null) {
    // What a MatMul multiplies with may be another activation, and weights in blocks have kernels of their own.
    const isWeightOnly = node.op === 'Conv' && weight !== null && edges.isConstant(weight.inputs[0] ?? '');
    return isWeightOnly ? 'its weights are quantized and its input is not' : null;
  }
  if (weight === null && !edges.isConstant(node.inputs[1] ?? '')) return null;
  const codes = edges.codes(data);
  if (codes !== null && !FUSED_CODES.has(codes)) return `its input has ${codes} codes, for which there is no kernel`;
  if (node.op === 'Gemm' && (node.inputs[2] ?? '') !== '') {
    const beta = floatAttribute(node, 'beta', 1);
    if (beta !== 1) return `its bias has the factor ${beta}`;
  }
  return node.op === 'Conv' ? outputReason(edges, node) : null;
}

function outputReason(edges: QuantizedEdges, conv: Node): string | null {
  if (edges.isOutput(conv.outputs[0] ?? '')) return 'its result is an output of the model';
  const readers = edges.readers(conv);
  const [reader] = readers;
  if (reader === undefined) return null;
  if (readers.length > 1) return `${counted(readers.length, 'node')} read its result, not one QuantizeLinear alone`;
  if (reader.op === 'QuantizeLinear') return null;
  if (!CUTTING.has(reader.op)) return `${nodeLabel(reader)} reads its result, not a QuantizeLinear`;
  const [next, ...others] = edges.readers(reader);
  if (next === undefined && !edges.isOutput(reader.outputs[0] ?? '')) return null;
  if (next?.op !== 'QuantizeLinear' || others.length > 0 || edges.isOutput(reader.outputs[0] ?? '')) {
    return `the result of ${nodeLabel(reader)} behind it is not quantized`;
  }
  if (edges.cutsBelowZero(next)) return null;
  return `${nodeLabel(reader)} behind it is not covered by the codes, whose lowest is below zero`;
}

function elementwiseReason(edges: QuantizedEdges, node: Node): string | null {
  const dequantized = node.inputs.filter((_, input) => edges.dequantizer(node, input) !== null).length;
  if (dequantized === 0 || dequantized === node.inputs.length) return null;
  const readers = edges.readers(node);
  if (readers.length !== 1 || readers[0]?.op !== 'QuantizeLinear') return null;
  return `${dequantized} of its ${node.inputs.length} operands are quantized`;
}

/** Whether an operator without an integer kernel stands between a DequantizeLinear and a QuantizeLinear. */
function isPaired(edges: QuantizedEdges, node: Node): boolean {
  if (!FLOAT_ONLY.has(node.op) || edges.dequantizer(node, 0) === null) return false;
  const readers = edges.readers(node);
  return readers.length > 0 && readers.every(({ op }) => op === 'QuantizeLinear');
}
