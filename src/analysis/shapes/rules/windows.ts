import { intAttribute, intsAttribute, stringAttribute } from '../../../model/attributes';
import type { Dimension, Node } from '../../../model/model';
import { calculate, type Shape, size } from '../dimensions';
import { combined } from './arithmetic';

/** How a window moves over the spatial axes of an input: what Conv and pooling have in common. */
export interface Window {
  readonly kernel: Shape;
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  /** Starts of all axes, then ends. */
  readonly pads: readonly number[];
  readonly autoPad: string;
  readonly ceilMode: boolean;
}

/** Reads the attributes of a window over `rank` spatial axes; lists of another length give `null`. */
export function windowOf(node: Node, rank: number, kernel: Shape): Window | null {
  const ones = new Array<number>(rank).fill(1);
  const strides = intsAttribute(node, 'strides', ones);
  const dilations = intsAttribute(node, 'dilations', ones);
  const pads = intsAttribute(node, 'pads', new Array<number>(2 * rank).fill(0));
  const fits = strides.length === rank && dilations.length === rank && pads.length === 2 * rank;
  if (!fits || kernel.length !== rank) return null;
  const autoPad = stringAttribute(node, 'auto_pad', 'NOTSET');
  return { kernel, strides, dilations, pads, autoPad, ceilMode: intAttribute(node, 'ceil_mode', 0) !== 0 };
}

/**
 * Sizes after a window has moved over `input` (spatial axes only): floor((in + pads - extent) / stride) + 1, with
 * extent = dilation * (kernel - 1) + 1. In ceiling mode the last window must start inside the input or its left padding.
 */
export function slide(input: Shape, window: Window): Shape {
  return input.map((length, axis) => slideAxis(length, window, axis));
}

function slideAxis(length: Dimension, window: Window, axis: number): Dimension {
  const kernel = window.kernel[axis] ?? null;
  const stride = window.strides[axis] ?? 1;
  const before = window.pads[axis] ?? 0;
  const pads = before + (window.pads[axis + window.strides.length] ?? 0);
  if (!(stride >= 1) || length === null) return null;
  if (window.autoPad.startsWith('SAME')) return combined('divideUp', length, stride);
  if (typeof kernel !== 'number' || kernel < 1) return null;
  const total = window.autoPad === 'VALID' ? 0 : pads;
  const extent = (window.dilations[axis] ?? 1) * (kernel - 1) + 1;
  if (!(extent >= 1)) return null;
  if (typeof length === 'number') return count(length, stride, total - extent, before, window.ceilMode);
  const room = calculate('add', length, total - extent);
  if (room === null) return null;
  if (!window.ceilMode || stride === 1) return combined('add', combined('divideDown', room, stride), 1);
  const inside = combined('divideUp', combined('add', length, before), stride);
  return combined('minimum', combined('add', combined('divideUp', room, stride), 1), inside);
}

/** How many positions the window has; `growth` is what padding adds to the length and the window takes from it. */
function count(length: number, stride: number, growth: number, before: number, ceilMode: boolean): Dimension {
  const room = (length + growth) / stride;
  if (room < 0) return null;
  if (!ceilMode) return size(Math.floor(room) + 1);
  const positions = Math.ceil(room) + 1;
  return size((positions - 1) * stride >= length + before ? positions - 1 : positions);
}
