import { intAttribute, intsAttribute, stringAttribute } from '../../../model/attributes';
import type { Dimension, Node } from '../../../model/model';
import { type Shape, size } from '../dimensions';

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
  if (!(stride >= 1)) return null;
  if (window.autoPad.startsWith('SAME')) {
    if (stride === 1) return length;
    return typeof length === 'number' ? size(Math.ceil(length / stride)) : null;
  }
  if (typeof kernel !== 'number' || kernel < 1) return null;
  const total = window.autoPad === 'VALID' ? 0 : pads;
  const extent = (window.dilations[axis] ?? 1) * (kernel - 1) + 1;
  if (!(extent >= 1)) return null;
  if (typeof length !== 'number') return stride === 1 && total === extent - 1 ? length : null;
  const room = (length + total - extent) / stride;
  if (room < 0) return null;
  if (!window.ceilMode) return size(Math.floor(room) + 1);
  const count = Math.ceil(room) + 1;
  return size((count - 1) * stride >= length + before ? count - 1 : count);
}
