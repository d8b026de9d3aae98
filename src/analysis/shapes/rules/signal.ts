import { intAttribute } from '../../../model/attributes';
import type { Dimension } from '../../../model/model';
import { asSize, calculate, normalizeAxis, withDimension } from '../dimensions';
import { type Rule, type RuleTable, tensor } from '../rule';
import { at, combined, withLast } from './arithmetic';

/** [..., length, …, 1 or 2] → complex numbers in the last axis; one-sided results have length / 2 + 1 of them. */
const dft: Rule = context => {
  const { node } = context;
  const input = context.shape(0);
  if (input === null) return [tensor(context.dtype(0), null)];
  const isAttribute = context.opset < 20;
  const given = isAttribute ? intAttribute(node, 'axis', 1) : context.has(2) ? (context.numbers(2)?.[0] ?? null) : -2;
  const axis = given === null ? null : normalizeAxis(given, input.length);
  if (axis === null)
    return [
      tensor(
        context.dtype(0),
        input.map(() => null),
      ),
    ];
  const isOneSided = intAttribute(node, 'onesided', 0) !== 0;
  const isInverse = intAttribute(node, 'inverse', 0) !== 0;
  const length = input[axis] ?? null;
  const asked = context.has(1) ? asSize(context.data(1)?.[0] ?? null) : null;
  // Half of a spectrum of even length has the first and the middle frequency once.
  const whole = isOneSided && isInverse ? combined('multiply', combined('subtract', length, 1), 2) : length;
  const samples = context.has(1) ? asked : whole;
  const bins = isOneSided && !isInverse ? half(samples) : samples;
  const parts = isOneSided && isInverse ? 1 : 2;
  return [tensor(context.dtype(0), withLast(withDimension(input, axis, bins), parts))];
};

/** Frequencies of a real signal that are not mirrored. */
function half(length: Dimension): Dimension {
  return combined('add', combined('divideDown', length, 2), 1);
}

/** [batch, frames, bins, 2]; frames = (signal - frame length) / step + 1. */
const stft: Rule = context => {
  const signal = context.shape(0);
  const step = context.numbers(1)?.[0] ?? null;
  const window = context.shape(2)?.[0] ?? null;
  const frame = context.has(3) ? asSize(context.data(3)?.[0] ?? null) : window;
  const length = signal?.[1] ?? null;
  const room = length === null || frame === null ? null : calculate('subtract', length, frame);
  const moves = step === null || !(step > 0) ? null : combined('divideDown', room, step);
  const bins = intAttribute(context.node, 'onesided', 1) !== 0 ? half(frame) : frame;
  return [tensor(context.dtype(0), [at(signal, 0), combined('add', moves, 1), bins, 2])];
};

export const signal: RuleTable = { DFT: dft, STFT: stft };
