import { intAttribute, stringAttribute } from '../../../model/attributes';
import type { DType } from '../../../model/dtype';
import type { Dimension } from '../../../model/model';
import { broadcast, type Shape, size } from '../dimensions';
import { forEach, type Rule, type RuleContext, type RuleTable, tensor } from '../rule';

/** numpy's matmul: batch axes broadcast, vectors lose their axis. */
export function matmulShape(a: Shape | null, b: Shape | null): Shape | null {
  if (a === null || b === null || a.length === 0 || b.length === 0) return null;
  const batch = broadcast([a.slice(0, -2), b.slice(0, -2)]);
  if (batch === null) return null;
  const rows: Dimension[] = a.length === 1 ? [] : [a.at(-2) ?? null];
  const columns: Dimension[] = b.length === 1 ? [] : [b.at(-1) ?? null];
  return [...batch, ...rows, ...columns];
}

function matmul(b: number, dtype: (context: RuleContext) => DType | null): Rule {
  return context => [tensor(dtype(context), matmulShape(context.shape(0), context.shape(b)))];
}

const fusedMatMul: Rule = context => {
  const swap = (shape: Shape | null, name: string): Shape | null => {
    if (shape === null || shape.length < 2 || intAttribute(context.node, name, 0) === 0) return shape;
    return [...shape.slice(0, -2), shape.at(-1) ?? null, shape.at(-2) ?? null];
  };
  const isPlain = ['transBatchA', 'transBatchB'].every(name => intAttribute(context.node, name, 0) === 0);
  const shape = matmulShape(swap(context.shape(0), 'transA'), swap(context.shape(1), 'transB'));
  return [tensor(context.dtype(0), isPlain ? shape : null)];
};

function gemm(b: number, dtype: (context: RuleContext) => DType | null): Rule {
  return context => {
    const { node } = context;
    const rows = context.shape(0)?.[intAttribute(node, 'transA', 0) === 0 ? 0 : 1] ?? null;
    const columns = context.shape(b)?.[intAttribute(node, 'transB', 0) === 0 ? 1 : 0] ?? null;
    return [tensor(dtype(context), [rows, columns])];
  };
}

/** The weight is a blob of `N` columns; its own shape does not say so. */
const blockMatMul: Rule = context => {
  const input = context.shape(0);
  const columns = size(intAttribute(context.node, 'N', -1));
  return [tensor(context.dtype(0), input === null ? null : [...input.slice(0, -1), columns])];
};

const determinant: Rule = context => [tensor(context.dtype(0), context.shape(0)?.slice(0, -2) ?? null)];

/** Letters of the inputs give sizes, the output's letters pick them; an ellipsis stands for broadcast axes. */
const einsum: Rule = context => {
  const equation = stringAttribute(context.node, 'equation', '').replace(/\s/g, '');
  const [left = '', right] = equation.split('->');
  const sizes = new Map<string, Dimension>();
  let ellipsis: Shape | null = [];
  for (const [i, term] of left.split(',').entries()) {
    const shape = context.shape(i);
    if (shape === null) return [tensor(context.dtype(0), null)];
    const [head = '', tail] = term.split('...');
    const axes = head.length + (tail?.length ?? 0);
    const isFit = tail === undefined ? shape.length === axes : shape.length >= axes;
    if (!isFit) return [tensor(context.dtype(0), null)];
    const note = (letter: string, length: Dimension): void => {
      const known = sizes.get(letter) ?? null;
      if (known === null || known === 1 || (typeof known === 'string' && typeof length === 'number')) {
        sizes.set(letter, length ?? known);
      }
    };
    for (const [axis, letter] of [...head].entries()) note(letter, shape[axis] ?? null);
    const start = shape.length - (tail?.length ?? 0);
    for (const [k, letter] of [...(tail ?? '')].entries()) note(letter, shape[start + k] ?? null);
    if (tail !== undefined) {
      ellipsis = broadcast([ellipsis, shape.slice(head.length, shape.length - tail.length)]);
    }
  }
  if (ellipsis === null) return [tensor(context.dtype(0), null)];
  const output = right ?? implicitOutput(left);
  const [before = '', after = ''] = output.split('...');
  const pick = (letters: string): Shape => [...letters].map(letter => sizes.get(letter) ?? null);
  const shape = output.includes('...') ? [...pick(before), ...ellipsis, ...pick(after)] : pick(before);
  return [tensor(context.dtype(0), shape)];
};

/** Without `->` the output has the letters that occur once, sorted, after the ellipsis. */
function implicitOutput(left: string): string {
  const letters = left.replace(/[^A-Za-z]/g, '');
  const once = [...letters].filter(letter => letters.split(letter).length === 2).sort();
  return `${left.includes('...') ? '...' : ''}${once.join('')}`;
}

export const matrices: RuleTable = {
  ...forEach(['FusedMatMul', 'TransposeMatMul'], fusedMatMul),
  ...forEach(['MatMulBnb4', 'MatMulFpQ4', 'MatMulNBits'], blockMatMul),
  Det: determinant,
  DynamicQuantizeMatMul: matmul(1, ({ dtype }) => dtype(0)),
  Einsum: einsum,
  FusedGemm: gemm(1, ({ dtype }) => dtype(0)),
  Gemm: gemm(1, ({ dtype }) => dtype(0)),
  MatMul: matmul(1, ({ dtype }) => dtype(0)),
  MatMulInteger: matmul(1, () => 'int32'),
  MatMulIntegerToFloat: matmul(1, ({ dtype }) => dtype(2) ?? 'float32'),
  QGemm: gemm(3, ({ dtype, has }) => (has(8) ? dtype(8) : has(7) ? dtype(0) : 'float32')),
  QLinearMatMul: matmul(3, ({ dtype }) => dtype(7) ?? dtype(0)),
};
