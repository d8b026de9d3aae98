import { chooseDimensions, dimensionName, openDimensions } from '../../../analysis/inputs/freeDimensions';
import { toValue } from '../../../formats/onnx/model/toType';
import type { ValueInfoProto } from '../../graph/protos';
import type { Pass } from '../pass';

/** Writes sizes into the declared inputs and outputs, so that what is computed from shapes can be folded. */
export const fixedSizes: Pass = {
  id: 'sizes',
  title: 'Fix open sizes',
  mends: ['dynamic-dimension'],
  exactness: 'exact',
  request: { option: '--dim', isGiven: ({ sizes }) => sizes.length > 0 },
  async run(context) {
    const { graph, constants } = context.work;
    const { sizes } = context.options;
    const inputs = graph.input.filter(({ name }) => !constants.has(name ?? ''));
    const declared = inputs.map(toValue);
    // Says which names and sizes cannot be.
    chooseDimensions(declared, sizes);
    const wanted = new Map(sizes.map(({ name, value }) => [name, value]));
    const values = [...inputs, ...(graph.output ?? []), ...(graph.valueInfo ?? [])];
    for (const value of values) fix(value, wanted);
    for (const { name } of openDimensions(declared)) {
      const size = wanted.get(name);
      if (size !== undefined) context.changed(`${name} = ${size}`);
    }
  },
};

function fix(value: ValueInfoProto, wanted: ReadonlyMap<string, number>): void {
  const dimensions = value.type?.tensorType?.shape?.dim ?? [];
  for (const [axis, dimension] of dimensions.entries()) {
    if (dimension.dimValue !== undefined && dimension.dimValue !== null && !dimension.dimParam) continue;
    const name = dimensionName(value.name ?? '', axis, dimension.dimParam || null);
    const size = wanted.get(name ?? '');
    if (size === undefined) continue;
    delete dimension.dimParam;
    dimension.dimValue = size;
  }
}
