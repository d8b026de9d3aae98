import { intAttribute, stringAttribute } from '../../../model/attributes';
import type { DType } from '../../../model/dtype';
import type { Dimension } from '../../../model/model';
import { broadcast, type Shape } from '../dimensions';
import { type Rule, type RuleContext, type RuleTable, tensor } from '../rule';

/** numpy's matmul: batch axes broadcast, vectors lose their axis. */
export function matmulShape(a: Shape | null, b: Shape | null): Shape | null {
  if (a === null || b === null || a.length === 0 || b.length === 0) return null;
  const batch = broadcast([a.slice(0, -2), b.slice(0, -2)]);
  if (batch === null) return null;
  const rows: Dimension[] = a.length === 1 ? [] : [a.at(-2) ?? null];
  const columns: Dimension[] = b.length === 1 ? [] : [b.at(-1) ?? null];
  return [...batch, ...rows, ...columns];
}

/** A product of the first input and input `b`. */
export function matmul(b: number, dtype: (context: RuleContext) => DType | null): Rule {
  return context => [tensor(dtype(context), matmulShape(context.shape(0), context.shape(b)))];
}

/** A product of two matrices, either of which may be transposed first. */
export function gemm(b: number, dtype: (context: RuleContext) => DType | null): Rule {
  return context => {
    const { node } = context;
    const rows = context.shape(0)?.[intAttribute(node, 'transA', 0) === 0 ? 0 : 1] ?? null;
    const columns = context.shape(b)?.[intAttribute(node, 'transB', 0) === 0 ? 1 : 0] ?? null;
    return [tensor(dtype(context), [rows, columns])];
  };
}

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
  Det: determinant,
  Einsum: einsum,
  Gemm: gemm(1, context => context.dtype(0)),
  MatMul: matmul(1, context => context.dtype(0)),
  MatMulInteger: matmul(1, () => 'int32'),
  QLinearMatMul: matmul(3, context => context.dtype(7)),
};
