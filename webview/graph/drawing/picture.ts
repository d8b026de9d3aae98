import type { Box } from './camera';
import type { HeatLook, ItemHeat } from './heatLook';
import type { Palette } from './palette';
import type { Scene } from './scene';

/** What stands out of everything else: a way through the graph. */
export interface Lit {
  /** 1 for lines and positions on the way. */
  readonly lines: Uint8Array;
  readonly positions: Uint8Array;
}

/** A part of the drawing at a scale, and how it looks. The pen's unit is the CSS pixel. */
export interface Picture {
  readonly scene: Scene;
  readonly palette: Palette;
  readonly heat: HeatLook | null;
  /** 1 for positions that match a search, or hide something that does. */
  readonly matches: Uint8Array | null;
  readonly lit: Lit | null;
  /** Of everything, 0 to 1; what comes and goes is between. */
  readonly strength?: number;
  /** CSS pixels for a drawing unit. */
  readonly scale: number;
  /** Point of the drawing in the upper left corner. */
  readonly left: number;
  readonly top: number;
  /** CSS pixels. */
  readonly width: number;
  readonly height: number;
  /** Device pixels for a CSS pixel; edges are put on whole ones. */
  readonly ratio: number;
}

/** From this scale on everything is written out; below it boxes are blocks with one title. */
export const NEAR = 0.6;
/** Text smaller than this many CSS pixels is left out. */
export const SMALLEST_TEXT = 6.5;
/** How far labels, marks and cards reach out of what they belong to, in drawing units and CSS pixels. */
const REACH = 190;
/** Of what is not on a lit way. */
export const FAINT = 0.22;

export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What may be seen in the picture, in drawing units. */
export function seenBox({ left, top, width, height, scale }: Picture, reach = REACH): Box {
  const around = Math.min(reach, reach / scale);
  return {
    left: left - around,
    top: top - around,
    right: left + width / scale + around,
    bottom: top + height / scale + around,
  };
}

/** A box or frame in CSS pixels, its edges on whole device pixels. */
export function rectangleOf(picture: Picture, position: number): Rectangle {
  const { left, top, width, height } = picture.scene.drawing;
  const x = left[position] ?? 0;
  const y = top[position] ?? 0;
  const x0 = snap((x - picture.left) * picture.scale, picture.ratio);
  const y0 = snap((y - picture.top) * picture.scale, picture.ratio);
  const x1 = snap((x + (width[position] ?? 0) - picture.left) * picture.scale, picture.ratio);
  const y1 = snap((y + (height[position] ?? 0) - picture.top) * picture.scale, picture.ratio);
  return { x: x0, y: y0, width: x1 - x0, height: y1 - y0 };
}

export function snap(value: number, ratio: number): number {
  return Math.round(value * ratio) / ratio;
}

/** Middle of the device pixel that a value is in: where a thin line is sharp. */
export function snapMiddle(value: number, ratio: number): number {
  return (Math.floor(value * ratio) + 0.5) / ratio;
}

export function heatOf(picture: Picture, position: number): ItemHeat | null {
  return picture.heat?.of(picture.scene.item(position)) ?? null;
}

/** How strongly a box or frame is drawn: faint beside a lit way that it is not on. */
export function strengthOf({ lit, strength = 1 }: Picture, position: number): number {
  return (lit === null || lit.positions[position] === 1 ? 1 : FAINT) * strength;
}
