import { DTYPES } from '../../model/dtype';
import type { Model } from '../../model/model';
import { weightSummary } from '../../model/weightSummary';
import type { QuantizationFacts, WeightFacts } from '../../shared/protocol/weights';
import { formatInteger } from '../../shared/units';
import type { Dequantizer } from '../weights/dequantizer';
import { matrixLayout } from '../weights/matrixLayout';
import { npyForms } from './npyForms';
import { canDequantize, type Subject, zeroPointOf } from './subject';

/** Everything about a weight that follows without reading its elements. */
export function weightFacts(model: Model, subject: Subject): WeightFacts {
  const { located, dtype, shape, elements, sparse } = subject;
  const { graph, name, type, bytes, where } = weightSummary(located);
  const layout = matrixLayout(model, located, shape);
  const hasKernel = layout !== null && layout.unit > 1 && shape.length >= 3 && shape.length <= 5;
  return {
    graph,
    name,
    type,
    bytes,
    where,
    dtype,
    shape,
    elements,
    kind: kindOf(subject),
    quantization: quantizationFacts(subject),
    stored: sparse?.places.length ?? null,
    outputAxis: layout?.outputAxis ?? null,
    kernel: hasKernel ? { first: layout.rowsAre, sizes: shape.slice(2) } : null,
    exports: { stored: npyForms(subject, false), dequantized: npyForms(subject, true) },
  };
}

function kindOf({ dtype }: Subject): WeightFacts['kind'] {
  const { kind } = DTYPES[dtype];
  if (kind === 'string') return 'text';
  if (kind === 'none') return 'none';
  return kind === 'complex' ? 'complex' : 'real';
}

function quantizationFacts(subject: Subject): QuantizationFacts | null {
  const { dequantizer, dtype } = subject;
  if (dequantizer === null) return null;
  const zeroPoint = zeroPointOf(subject);
  const packed = dequantizer.packed === null ? '' : `, packed into ${subject.located.weight.dtype}`;
  const text = `${dtype} codes${packed}; ${scaleText(dequantizer)}, ${zeroPoint === null ? 'several zero points' : `zero point ${zeroPoint}`}`;
  return { text, canDequantize: canDequantize(subject), zeroPoint };
}

function scaleText({ scales, groups }: Dequantizer): string {
  if (scales === null) return 'scale not known';
  if (groups === null) return `scale ${Number((scales[0] ?? 0).toPrecision(6))}`;
  const count = formatInteger(groups.count);
  return groups.block === 0
    ? `${count} scales, one for each channel`
    : `${count} scales, one for each ${groups.block} elements`;
}
