import { stringAttribute } from '../../../model/attributes';
import { type CostContext, type CostRule, type CostTable, entries, operations } from '../costRule';
import { type Figure, product } from '../figure';

/** Neighbours along each axis that a sample is made of. */
const NEIGHBOURS: ReadonlyMap<string, number> = new Map([
  ['nearest', 0],
  ['linear', 2],
  ['bilinear', 2],
  ['cubic', 4],
  ['bicubic', 4],
]);

/** A product and a sum for each of `neighbours ^ axes`. */
function sampled(context: CostContext, mode: string, axes: number, samples: Figure): Figure {
  const neighbours = NEIGHBOURS.get(mode);
  if (neighbours === undefined) return context.unknown(`the mode "${mode}" is not known`);
  return product(neighbours === 0 || axes === 0 ? 0 : 2 * neighbours ** axes, samples);
}

/** Axes whose size stays are not resampled. */
const resize: CostRule = context => {
  const mode = stringAttribute(context.node, 'mode', 'nearest');
  const outputs = context.output(0).elements;
  if (mode === 'nearest') return operations(product(0, outputs));
  const before = context.input(0).shape;
  const after = context.output(0).shape;
  if (before === null || after === null) return operations(context.unknown('the shapes are not known'));
  const axes = after.filter((size, axis) => size === null || size !== before[axis]).length;
  return operations(sampled(context, mode, axes, outputs));
};

const gridSample: CostRule = context => {
  const mode = stringAttribute(context.node, 'mode', 'linear');
  const output = context.output(0);
  const axes = output.shape === null ? 2 : output.shape.length - 2;
  return operations(sampled(context, mode, axes, output.elements));
};

/** A small matrix times each position of the grid. */
const affineGrid: CostRule = context => {
  const rank = context.output(0).shape?.at(-1);
  if (typeof rank !== 'number') return operations(context.unknown('the shape of output 0 is not known'));
  return operations(product(2 * rank, context.output(0).elements));
};

export const resampling: CostTable = {
  ...entries(
    ['Resize', 'Upsample'],
    'FLOPs = 2 × neighbours per output element: 2^axes for linear, 4^axes for cubic, 0 for nearest; axes = those whose size changes',
    resize,
  ),
  GridSample: {
    formula: 'FLOPs = 2 × neighbours per output element: 2^axes for linear, 4^axes for cubic, 0 for nearest',
    cost: gridSample,
  },
  AffineGrid: { formula: 'FLOPs = 2 × axes per output element (a product with the matrix)', cost: affineGrid },
};
