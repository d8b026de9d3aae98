import { drawBox } from '../drawing/drawBoxes';
import { drawFrame } from '../drawing/drawFrames';
import { drawLineLabels } from '../drawing/drawLineLabels';
import { drawLines } from '../drawing/drawLines';
import { drawMatches } from '../drawing/drawMatches';
import { drawStubs } from '../drawing/drawStubs';
import { figureText } from '../drawing/heatLook';
import type { DrawSteps } from '../drawing/pen';
import { type Picture, rectangleOf, seenBox } from '../drawing/picture';
import { NONE } from '../hierarchy/hierarchy';
import { SvgPen } from './svgPen';
import { xmlNumber, xmlText } from './xmlText';

/** Some readers of XML give up at 256 levels. */
const DEEPEST = 100;
const STEP = 40;

export interface SvgOptions {
  readonly title: string;
  readonly isTransparent: boolean;
  /** Writes a colour of the theme as `svgColor` can read it. */
  readonly resolve?: (color: string) => string;
}

/**
 * Writes a picture as one SVG document, everything in full detail whatever its scale: groups as nested elements that hold what is in
 * them, each with its name; then lines with what flows on them. In steps of well under a millisecond each.
 */
export function* svgPicture(picture: Picture, options: SvgOptions, write: (markup: string) => void): DrawSteps {
  const { palette, width, height } = picture;
  const pen = new SvgPen(markup => write(`${markup}\n`), options.resolve);
  const size = `width="${xmlNumber(width)}" height="${xmlNumber(height)}"`;
  write('<?xml version="1.0" encoding="UTF-8"?>\n');
  write(
    `<svg xmlns="http://www.w3.org/2000/svg" ${size} viewBox="0 0 ${xmlNumber(width)} ${xmlNumber(height)}" font-family="${xmlText(palette.font)}" stroke-linejoin="round" xml:space="preserve">\n`,
  );
  write(`<title>${xmlText(options.title)}</title>\n`);
  if (!options.isTransparent) {
    pen.fillStyle = palette.background;
    pen.fillRect(0, 0, width, height);
  }
  yield* writeItems(picture, pen, write);
  write('<g>\n');
  yield* drawLines(pen, picture);
  pen.end();
  write('</g>\n<g>\n');
  yield* drawLineLabels(pen, picture);
  yield* drawStubs(pen, picture);
  pen.end();
  write('</g>\n');
  yield* drawMatches(pen, picture);
  pen.end();
  write('</svg>\n');
}

/** Frames with what is in them, and boxes. */
function* writeItems(picture: Picture, pen: SvgPen, write: (markup: string) => void): DrawSteps {
  const { scene } = picture;
  const inside = contentsOf(picture);
  const open: { readonly position: number; readonly isNested: boolean; next: number }[] = [];
  const enter = (position: number): void => {
    const isNested = open.length < DEEPEST;
    write(`<g><title>${xmlText(titleOf(picture, position))}</title>\n`);
    if (scene.isFrame(position)) drawFrame(pen, picture, position, rectangleOf(picture, position));
    else drawBox(pen, picture, position, rectangleOf(picture, position));
    pen.end();
    if (!isNested) write('</g>\n');
    open.push({ position, isNested, next: inside.start[position] ?? 0 });
  };
  let written = 0;
  for (const top of inside.top) {
    enter(top);
    for (let at = open.at(-1); at !== undefined; at = open.at(-1)) {
      if (at.next < (inside.start[at.position + 1] ?? 0)) {
        enter(inside.positions[at.next++] ?? 0);
      } else {
        if (at.isNested) write('</g>\n');
        open.pop();
      }
      if (++written % STEP === 0) yield;
    }
  }
}

/** What lies in each frame, for those positions that are in the picture. */
interface Contents {
  readonly top: readonly number[];
  /** Contents of the frame at `p` are `positions[start[p] .. start[p + 1])`. */
  readonly start: Uint32Array;
  readonly positions: Uint32Array;
}

function contentsOf(picture: Picture): Contents {
  const { scene } = picture;
  const { items, positionOf } = scene.drawing;
  const { parent } = scene.hierarchy;
  const seen = seenBox(picture);
  const shown = new Set([...scene.frames.find(seen), ...scene.boxes.find(seen)]);
  const order = [...shown].sort((a, b) => a - b);
  const frameOf = (position: number): number => {
    let at = parent[items[position] ?? 0] ?? NONE;
    for (let steps = 0; at !== NONE && steps <= parent.length; steps++) {
      const frame = positionOf[at] ?? NONE;
      if (frame !== NONE && scene.isFrame(frame) && shown.has(frame)) return frame;
      at = parent[at] ?? NONE;
    }
    return NONE;
  };
  const top: number[] = [];
  const start = new Uint32Array(items.length + 1);
  const frames = order.map(position => {
    const frame = frameOf(position);
    if (frame === NONE) top.push(position);
    else start[frame + 1] = (start[frame + 1] ?? 0) + 1;
    return frame;
  });
  for (let i = 0; i < items.length; i++) start[i + 1] = (start[i + 1] ?? 0) + (start[i] ?? 0);
  const next = start.slice();
  const positions = new Uint32Array(start[items.length] ?? 0);
  for (const [at, position] of order.entries()) {
    const frame = frames[at] ?? NONE;
    if (frame === NONE) continue;
    positions[next[frame] ?? 0] = position;
    next[frame] = (next[frame] ?? 0) + 1;
  }
  return { top, start, positions };
}

function titleOf({ scene, heat }: Picture, position: number): string {
  const item = scene.item(position);
  return scene.texts.describe(item, scene.isFrame(position), figureText(heat, item));
}
