import type { Node } from '../model';
import { operator } from './localKeys';
import { operatorFamily } from './operatorFamilies';
import { type DiffSide, row } from './side';

/** A kind of name by which a node may be known in both models; `null` when it has none. */
export interface NameKind {
  readonly of: (side: DiffSide, node: number) => string | null;
  /** Whether a number in the name is all that tells it from others: such names shift when a node is put in front. */
  readonly isCounted: (name: string) => boolean;
}

const COUNTED = /^\D{0,24}\d+$/;

/** Whether a name is a word and a number, as exporters count nodes. */
export function isCounted(name: string): boolean {
  return COUNTED.test(name);
}

/** What quantizers add to a name. */
const SUFFIX = /_?(quantized|quant|QuantizeLinear|MatMulInteger|int8|uint8|fp16|float16|q)$/i;

/** Kinds of names, the most telling first. */
export const NAME_KINDS: readonly NameKind[] = [
  {
    of: (side, node) => nodeAt(side, node).name || null,
    isCounted,
  },
  {
    of: (side, node) => weightName(side, node, name => name),
    isCounted: name => isCounted(name.slice(name.lastIndexOf('\n') + 1)),
  },
  {
    of: (side, node) => {
      const known = nodeAt(side, node);
      return known.outputs[0] === undefined || known.outputs[0] === ''
        ? null
        : `${operator(known)}\n${known.outputs[0]}`;
    },
    isCounted: name => isCounted(name.slice(name.indexOf('\n') + 1)),
  },
  {
    of: (side, node) => {
      const { name, op } = nodeAt(side, node);
      return name === '' ? null : `${operatorFamily(op)}\n${name.replace(SUFFIX, '')}`;
    },
    isCounted: name => isCounted(name.slice(name.indexOf('\n') + 1)),
  },
  {
    of: (side, node) => weightName(side, node, name => name.replace(SUFFIX, '')),
    isCounted: name => isCounted(name.slice(name.lastIndexOf('\n') + 1)),
  },
];

/** The first value a node makes, whatever makes it. */
export const OUTPUT_NAME: NameKind = {
  of: (side, node) => nodeAt(side, node).outputs[0] || null,
  isCounted,
};

/** What people call a node: its name, else that of what it makes. */
export function calledName(node: Node | undefined): string {
  if (node === undefined) return '';
  return node.name === '' ? (node.outputs.find(output => output !== '') ?? '') : node.name;
}

/** Name of the first constant of a node that is more than one number, looking through what converts it. */
function weightName(side: DiffSide, node: number, plain: (name: string) => string): string | null {
  const { op } = nodeAt(side, node);
  for (const [position, value] of row(side.inputs, node).entries()) {
    const name = constantName(side, value);
    if (name !== null) return `${operatorFamily(op)}\n${position}\n${plain(name)}`;
  }
  return null;
}

/** Conversions between a weight and its layer that are looked through. */
const LONGEST_CHAIN = 4;

function constantName(side: DiffSide, start: number): string | null {
  let value = start;
  for (let step = 0; step < LONGEST_CHAIN; step++) {
    const known = side.values[value];
    if (known === undefined) return null;
    if (known.constant !== null) return known.constant.weight.elements > 1 ? known.name : null;
    const op = known.producer < 0 ? '' : nodeAt(side, known.producer).op;
    if (op !== 'DequantizeLinear' && op !== 'Cast' && op !== 'Transpose') return null;
    value = row(side.inputs, known.producer)[0] ?? -1;
  }
  return null;
}

function nodeAt(side: DiffSide, node: number): Node {
  return side.nodes[node] as Node;
}
