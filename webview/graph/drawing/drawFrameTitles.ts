import { NONE } from '../hierarchy/hierarchy';
import { HEADER_HEIGHT, PADDING } from './boxSizes';
import { fitText, textWidth, titleFont } from './glyphWidths';
import type { Pen } from './pen';
import { heatOf, type Picture, type Rectangle, rectangleOf, SMALLEST_TEXT, seenBox, strengthOf } from './picture';

/** CSS pixels a frame must have so that its title helps. */
const LEAST_WIDTH = 54;
const LEAST_HEIGHT = 26;
const SMALLEST = 11;
const LARGEST = 15;
const SIDE = 5;

/**
 * Titles of open groups from afar, at a size on the screen that grows a little with the group. A group whose title would lie on
 * that of a group around it has none; which do is the same wherever the picture begins.
 */
export function drawFrameTitles(pen: Pen, picture: Picture): void {
  const { scene, palette, scale } = picture;
  if (PADDING * scale >= SMALLEST_TEXT) return;
  const { title: glyphs } = scene.glyphs;
  const taken = new Map<number, Rectangle>();
  const found = scene.frames.find(seenBox(picture), LEAST_WIDTH / 2 / scale).sort((a, b) => a - b);
  pen.textAlign = 'left';
  pen.textBaseline = 'middle';
  for (const position of found) {
    const frame = rectangleOf(picture, position);
    if (frame.width < LEAST_WIDTH || frame.height < LEAST_HEIGHT) continue;
    const size = Math.min(LARGEST, Math.max(SMALLEST, Math.min(frame.width / 20, frame.height / 8)));
    const unit = size / glyphs.size;
    const title = fitText(glyphs, scene.texts.title(scene.item(position)), (frame.width - 2 * SIDE - 4) / unit);
    const place = {
      x: frame.x + 3,
      y: frame.y + Math.max(2, (HEADER_HEIGHT * scale - size) / 2),
      width: textWidth(glyphs, title) * unit + 2 * SIDE,
      height: size + 5,
    };
    if (liesOnOuter(picture, position, place, taken)) continue;
    taken.set(position, place);
    const heat = heatOf(picture, position);
    pen.globalAlpha = 0.86 * strengthOf(picture, position);
    pen.fillStyle = heat?.color ?? palette.background;
    pen.beginPath();
    pen.roundRect(place.x, place.y, place.width, place.height, 3);
    pen.fill();
    pen.globalAlpha = strengthOf(picture, position);
    pen.fillStyle = heat?.text ?? palette.text;
    pen.font = titleFont(palette.font, size);
    pen.fillText(title, place.x + SIDE, place.y + place.height / 2 + 0.5);
  }
  pen.globalAlpha = 1;
}

function liesOnOuter(
  { scene }: Picture,
  position: number,
  place: Rectangle,
  taken: ReadonlyMap<number, Rectangle>,
): boolean {
  const { parent } = scene.hierarchy;
  let item = parent[scene.item(position)] ?? NONE;
  for (let depth = scene.drawing.depth[position] ?? 0; item !== NONE && depth > 0; depth--) {
    const outer = taken.get(scene.drawing.positionOf[item] ?? NONE);
    if (outer !== undefined && overlap(outer, place)) return true;
    item = parent[item] ?? NONE;
  }
  return false;
}

function overlap(a: Rectangle, b: Rectangle): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}
