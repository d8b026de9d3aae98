import { intAttribute, intsAttribute } from '../../model/attributes';
import type { Model, Node } from '../../model/model';
import { type LocatedWeight, type ModelIndex, modelIndex, type Use } from '../../model/modelIndex';

/**
 * A weight as the operator multiplies with it: `matrices` of `rows` x `columns`, stored one after the other. Rows are output
 * channels and columns inputs, or the other way round. `unit` neighbouring columns belong to one channel: the positions
 * of a convolution's kernel.
 */
export interface MatrixLayout {
  readonly matrices: number;
  readonly rows: number;
  readonly columns: number;
  readonly unit: number;
  readonly rowsAre: 'outputs' | 'inputs';
  /** Axes of the weight that the channels are along; `null` when they are along several. */
  readonly outputAxis: number | null;
  readonly inputAxis: number | null;
}

type Shape = readonly number[];
type LayoutOf = (shape: Shape, node: Node) => MatrixLayout | null;

/** Longest chain of conversions between a weight and its operator that is followed. */
const LONGEST_CHAIN = 16;

/** By operator and input position: how it reads a weight there. */
const LAYOUTS: ReadonlyMap<string, ReadonlyMap<number, LayoutOf>> = new Map<string, ReadonlyMap<number, LayoutOf>>([
  ['Attention', new Map([[1, inputsByOutputs]])],
  ['Conv', new Map([[1, convolution]])],
  ['ConvInteger', new Map([[1, convolution]])],
  ['ConvTranspose', new Map([[1, transposedConvolution]])],
  [
    'DynamicQuantizeLSTM',
    new Map([
      [1, inputsByOutputs],
      [2, inputsByOutputs],
    ]),
  ],
  ['DynamicQuantizeMatMul', new Map([[1, inputsByOutputs]])],
  ['FusedConv', new Map([[1, convolution]])],
  [
    'FusedGemm',
    new Map([
      [0, gemmLeft],
      [1, gemmRight],
    ]),
  ],
  [
    'FusedMatMul',
    new Map([
      [0, fusedLeft],
      [1, fusedRight],
    ]),
  ],
  [
    'GRU',
    new Map([
      [1, outputsByInputs],
      [2, outputsByInputs],
    ]),
  ],
  ['Gather', new Map([[0, embedding]])],
  ['GatherBlockQuantized', new Map([[0, embedding]])],
  [
    'Gemm',
    new Map([
      [0, gemmLeft],
      [1, gemmRight],
    ]),
  ],
  [
    'LSTM',
    new Map([
      [1, outputsByInputs],
      [2, outputsByInputs],
    ]),
  ],
  [
    'MatMul',
    new Map([
      [0, outputsByInputs],
      [1, inputsByOutputs],
    ]),
  ],
  [
    'MatMulInteger',
    new Map([
      [0, outputsByInputs],
      [1, inputsByOutputs],
    ]),
  ],
  [
    'MatMulIntegerToFloat',
    new Map([
      [0, outputsByInputs],
      [1, inputsByOutputs],
    ]),
  ],
  ['MatMulNBits', new Map([[1, outputsByInputs]])],
  ['QAttention', new Map([[1, inputsByOutputs]])],
  ['QGemm', new Map([[3, gemmRight]])],
  ['QLinearConv', new Map([[3, convolution]])],
  [
    'QLinearMatMul',
    new Map([
      [0, outputsByInputs],
      [3, inputsByOutputs],
    ]),
  ],
  [
    'RNN',
    new Map([
      [1, outputsByInputs],
      [2, outputsByInputs],
    ]),
  ],
]);

const DOMAINS = new Set(['', 'ai.onnx', 'com.microsoft']);

/** Operators that hand a weight on in the same layout. */
const SAME_LAYOUT = new Set(['Cast', 'CastLike', 'DequantizeLinear', 'Identity', 'QuantizeLinear']);

/**
 * How the operators of a model multiply with a weight of `shape`, told by the first that says so; `null` when none does or
 * the weight has fewer than two axes.
 */
export function matrixLayout(model: Model, { graph, name }: LocatedWeight, shape: Shape): MatrixLayout | null {
  if (shape.length < 2 || shape.includes(0)) return null;
  const index = modelIndex(model);
  let uses = index.get(graph)?.uses.get(name) ?? [];
  let isTransposed = false;
  for (let step = 0; step < LONGEST_CHAIN; step++) {
    for (const use of uses) {
      const found = DOMAINS.has(use.node.domain) ? LAYOUTS.get(use.node.op)?.get(use.position) : undefined;
      if (found === undefined) continue;
      if (!isTransposed) return found(shape, use.node);
      const turned = found([...shape].reverse(), use.node);
      return turned === null ? null : transposed(turned);
    }
    const [next] = uses.filter(
      use => use.position === 0 && (SAME_LAYOUT.has(use.node.op) || isMatrixTranspose(use, shape)),
    );
    if (next === undefined) return null;
    if (next.node.op === 'Transpose') isTransposed = !isTransposed;
    uses = usesOfOutput(index, next);
  }
  return null;
}

function usesOfOutput(index: ModelIndex, { graph, node }: Use): readonly Use[] {
  return index.get(graph.id)?.uses.get(node.outputs[0] ?? '') ?? [];
}

/** A Transpose that swaps the axes of a matrix. */
function isMatrixTranspose({ node }: Use, shape: Shape): boolean {
  const order = intsAttribute(node, 'perm', [1, 0]);
  return node.op === 'Transpose' && shape.length === 2 && order[0] === 1 && order[1] === 0;
}

/** The layout before a Transpose, given the one after it. */
function transposed(layout: MatrixLayout): MatrixLayout {
  return {
    ...layout,
    rows: layout.columns,
    columns: layout.rows,
    rowsAre: layout.rowsAre === 'outputs' ? 'inputs' : 'outputs',
    outputAxis: layout.inputAxis,
    inputAxis: layout.outputAxis,
  };
}

/** [.., outputs, inputs]: the left side of MatMul, the weights of recurrent operators, MatMulNBits. */
function outputsByInputs(shape: Shape): MatrixLayout {
  return matrices(shape, 'outputs');
}

/** [.., inputs, outputs]: the right side of MatMul. */
function inputsByOutputs(shape: Shape): MatrixLayout {
  return matrices(shape, 'inputs');
}

function matrices(shape: Shape, rowsAre: 'outputs' | 'inputs'): MatrixLayout {
  const rank = shape.length;
  const [rows = 1, columns = 1] = shape.slice(-2);
  const count = product(shape.slice(0, -2));
  const axis = (place: number): number | null => (count === 1 ? rank - place : null);
  const [outputAxis, inputAxis] = rowsAre === 'outputs' ? [axis(2), axis(1)] : [axis(1), axis(2)];
  return { matrices: count, rows, columns, unit: 1, rowsAre, outputAxis, inputAxis };
}

function gemmLeft(shape: Shape, node: Node): MatrixLayout {
  return intAttribute(node, 'transA', 0) === 0 ? outputsByInputs(shape) : inputsByOutputs(shape);
}

function gemmRight(shape: Shape, node: Node): MatrixLayout {
  return intAttribute(node, 'transB', 0) === 0 ? inputsByOutputs(shape) : outputsByInputs(shape);
}

/** FusedMatMul can also swap the batch with a matrix axis: then no channels are told. */
function fusedLeft(shape: Shape, node: Node): MatrixLayout | null {
  return intAttribute(node, 'transBatchA', 0) === 0 ? gemmLeft(shape, node) : null;
}

function fusedRight(shape: Shape, node: Node): MatrixLayout | null {
  return intAttribute(node, 'transBatchB', 0) === 0 ? gemmRight(shape, node) : null;
}

/** [outputs, inputs of a group, kernel ..] */
function convolution(shape: Shape): MatrixLayout {
  const [rows = 1, inputs = 1] = shape;
  const unit = product(shape.slice(2));
  return { matrices: 1, rows, columns: inputs * unit, unit, rowsAre: 'outputs', outputAxis: 0, inputAxis: 1 };
}

/** [inputs, outputs of a group, kernel ..]: each group's inputs are a matrix of their own. */
function transposedConvolution(shape: Shape, node: Node): MatrixLayout | null {
  const [inputs = 1, outputs = 1] = shape;
  const groups = intAttribute(node, 'group', 1);
  if (!(groups > 0) || inputs % groups !== 0) return null;
  const unit = product(shape.slice(2));
  const outputAxis = groups === 1 ? 1 : null;
  const columns = outputs * unit;
  return { matrices: groups, rows: inputs / groups, columns, unit, rowsAre: 'inputs', outputAxis, inputAxis: 0 };
}

/** Rows of an embedding are looked up: its channels are the rows, its features the inputs of what follows. */
function embedding(shape: Shape, node: Node): MatrixLayout | null {
  if (shape.length !== 2) return null;
  const axis = intAttribute(node, node.op === 'Gather' ? 'axis' : 'gather_axis', 0);
  return axis === 0 || axis === -2 ? outputsByInputs(shape) : inputsByOutputs(shape);
}

function product(sizes: Shape): number {
  return sizes.reduce((a, b) => a * b, 1);
}
