import { intAttribute, intsAttribute } from '../../../model/attributes';
import { type CostRule, type CostTable, entries, operations, perInput } from '../costRule';
import { product } from '../figure';

/** Every position of the window counts, padded ones too. */
function windows(each: number): CostRule {
  return context => {
    const kernel = intsAttribute(context.node, 'kernel_shape', null);
    if (kernel === null) return operations(context.unknown('the attribute kernel_shape is missing'));
    return operations(product(each, context.output(0).elements, ...kernel.map(size => Math.max(0, size))));
  };
}

/** Bilinear sampling of a grid of points in each bin, averaged. */
const roiAlign: CostRule = context => {
  const ratio = intAttribute(context.node, 'sampling_ratio', 0);
  if (ratio < 1) return operations(context.unknown('the number of samples depends on the boxes'));
  return operations(product(9, ratio * ratio, context.output(0).elements));
};

export const pooling: CostTable = {
  ...entries(['AveragePool', 'MaxPool'], 'FLOPs = output elements × kernel positions', windows(1)),
  LpPool: { formula: 'FLOPs = 2 × output elements × kernel positions (power and sum)', cost: windows(2) },
  ...entries(['GlobalAveragePool', 'GlobalMaxPool'], 'FLOPs = input elements', perInput(1)),
  GlobalLpPool: { formula: 'FLOPs = 2 × input elements (power and sum)', cost: perInput(2) },
  MaxRoiPool: {
    formula: 'unknown: the windows depend on the boxes',
    cost: context => operations(context.unknown('the windows depend on the boxes')),
  },
  RoiAlign: {
    formula:
      'FLOPs = 9 × output elements × sampling_ratio² (8 for a bilinear sample, 1 for the average); unknown when the ratio is 0, which adapts to the boxes',
    cost: roiAlign,
  },
};

export const fusedPooling: CostTable = {
  ...entries(['NhwcMaxPool', 'QLinearAveragePool'], 'FLOPs = output elements × kernel positions', windows(1)),
  QLinearGlobalAveragePool: { formula: 'FLOPs = input elements', cost: perInput(1) },
};
