import type { Node } from './model';
import { printWeightType } from './printType';
import type { Layer, LayerWeight } from './queries';

/** What the standard calls the inputs of operators that own weights, by position; empty where it does not help. */
const INPUTS: ReadonlyMap<string, readonly string[]> = new Map([
  ['BatchNormalization', ['', 'scale', 'B', 'mean', 'var']],
  ['Conv', ['', 'W', 'B']],
  ['ConvInteger', ['', 'W']],
  ['ConvTranspose', ['', 'W', 'B']],
  ['DeformConv', ['', 'W', '', 'B']],
  ['Gemm', ['A', 'B', 'C']],
  ['GroupNormalization', ['', 'scale', 'bias']],
  ['GRU', ['', 'W', 'R', 'B', '', 'h₀']],
  ['InstanceNormalization', ['', 'scale', 'B']],
  ['LayerNormalization', ['', 'scale', 'B']],
  ['LSTM', ['', 'W', 'R', 'B', '', 'h₀', 'c₀', 'P']],
  ['MatMul', ['A', 'B']],
  ['MatMulInteger', ['A', 'B']],
  ['PRelu', ['', 'slope']],
  ['QLinearConv', ['', '', '', 'W', '', '', '', '', 'B']],
  ['QLinearMatMul', ['A', '', '', 'B']],
  ['RNN', ['', 'W', 'R', 'B', '', 'h₀']],
]);

/** Nodes with thousands of weights exist; nobody reads more lines under an operator. */
const MOST_LINES = 8;

/** What a node's learned weights are, a line for each: `W float32[64,3,7,7]`. Empty when it owns none. */
export function weightLines(node: Node, layer: Layer | undefined): string {
  const parameters = layer?.weights.filter(({ role }) => role === 'parameter') ?? [];
  const lines = parameters.slice(0, MOST_LINES).map(weight => {
    const letter = letterOf(node, weight);
    return `${letter === '' ? '' : `${letter} `}${printWeightType(weight.weight)}`;
  });
  if (parameters.length > MOST_LINES) lines.push(`… ${parameters.length - MOST_LINES} more`);
  return lines.join('\n');
}

function letterOf({ op, domain }: Node, { input }: LayerWeight): string {
  const isStandard = domain === '' || domain === 'ai.onnx';
  return input === null || !isStandard ? '' : (INPUTS.get(op)?.[input] ?? '');
}
