import { intAttribute } from '../../../model/attributes';
import type { Dimension } from '../../../model/model';
import { normalizeAxis, size, withDimension } from '../dimensions';
import { type Rule, type RuleTable, tensor } from '../rule';

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
  const asked = context.has(1) ? (context.data(1)?.[0] ?? null) : (input[axis] ?? null);
  const isOneSided = intAttribute(node, 'onesided', 0) !== 0;
  const isInverse = intAttribute(node, 'inverse', 0) !== 0;
  const parts = isOneSided && isInverse ? 1 : 2;
  return [
    tensor(context.dtype(0), [
      ...withDimension(input, axis, oneSided(asked, isOneSided && !isInverse)).slice(0, -1),
      parts,
    ]),
  ];
};

function oneSided(length: Dimension, isOneSided: boolean): Dimension {
  if (!isOneSided) return typeof length === 'number' ? size(length) : length;
  return typeof length === 'number' ? size(Math.floor(length / 2) + 1) : null;
}

/** [batch, frames, bins, 2]; frames = (signal - frame length) / step + 1. */
const stft: Rule = context => {
  const signal = context.shape(0);
  const step = context.numbers(1)?.[0] ?? null;
  const window = context.shape(2)?.[0] ?? null;
  const frame = context.has(3) ? (context.data(3)?.[0] ?? null) : window;
  const length = signal?.[1] ?? null;
  const isKnown = typeof length === 'number' && typeof frame === 'number' && step !== null && step > 0;
  const frames = isKnown ? size(Math.floor((length - frame) / step) + 1) : null;
  const bins = oneSided(frame, intAttribute(context.node, 'onesided', 1) !== 0);
  return [tensor(context.dtype(0), [signal?.[0] ?? null, frames, bins, 2])];
};

export const signal: RuleTable = { DFT: dft, STFT: stft };
