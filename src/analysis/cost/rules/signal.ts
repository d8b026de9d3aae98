import { intAttribute } from '../../../model/attributes';
import type { Dimension } from '../../../model/model';
import { type CostContext, type CostRule, type CostTable, operations } from '../costRule';
import { type Figure, product, total } from '../figure';

/** Operations of a fast Fourier transform of complex numbers, 5 n log2 n, whatever n; half of it for real ones. */
function transform(context: CostContext, length: Dimension, isReal: boolean): Figure {
  if (typeof length !== 'number') return context.unknown('the length of the transform is open');
  return product(length < 2 ? 0 : Math.round((isReal ? 2.5 : 5) * length * Math.log2(length)));
}

/** Input and output [..., length, ..., 1 or 2]: real or complex. */
const dft: CostRule = context => {
  const input = context.input(0);
  const rank = input.shape?.length;
  if (input.shape === null || rank === undefined)
    return operations(context.unknown('the shape of input 0 is not known'));
  const named = context.numbers(2)?.[0] ?? intAttribute(context.node, 'axis', context.input(2).isConnected ? null : -2);
  if (named === null) return operations(context.unknown('the axis is no constant'));
  const axis = named < 0 ? named + rank : named;
  const length = context.input(1).isConnected ? context.numbers(1)?.[0] : input.shape[axis];
  const others = input.shape.filter((_, at) => at !== axis && at !== rank - 1).map(size => context.amount(size));
  return operations(product(transform(context, length ?? null, input.shape.at(-1) === 1), ...others));
};

/** Frames of the signal [batch, length, 1 or 2] are weighted and transformed; output [batch, frames, bins, 2]. */
const stft: CostRule = context => {
  const signal = context.input(0).shape;
  const length = context.numbers(3)?.[0] ?? context.input(2).shape?.[0] ?? null;
  const isReal = signal === null || signal.length < 3 || signal.at(-1) === 1;
  const frames = context.output(0).sizes(0, 2);
  const window = context.input(2).isConnected ? context.amount(length) : [];
  return operations(product(frames, total(transform(context, length, isReal), window)));
};

/** com.microsoft Rfft and Irfft: `signal_ndim` last axes, real on one side. */
const real: CostRule = context => {
  const axes = intAttribute(context.node, 'signal_ndim', 1);
  const isForward = context.node.op === 'Rfft';
  const signal = isForward ? context.input(0) : context.output(0);
  const lengths = signal.shape?.slice(-axes) ?? [null];
  const length = lengths.reduce<Dimension>(
    (a, b) => (typeof a === 'number' && typeof b === 'number' ? a * b : null),
    1,
  );
  return operations(product(signal.sizes(0, -axes), transform(context, length, true)));
};

export const signal: CostTable = {
  DFT: { formula: 'FLOPs = 5 × n × log2(n) per transform of n complex numbers, half of it for real ones', cost: dft },
  STFT: { formula: 'as DFT for each frame; + n for the window', cost: stft },
};

export const fusedSignal: CostTable = {
  Rfft: { formula: 'FLOPs = 2.5 × n × log2(n) per transform of n real numbers', cost: real },
  Irfft: { formula: 'as Rfft', cost: real },
};
