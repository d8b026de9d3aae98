import { ITEM } from '../hierarchy/hierarchy';
import { TITLE_LINE } from './boxSizes';
import { fitText, textWidth, titleFont } from './glyphWidths';
import type { DrawSteps, Pen } from './pen';
import { heatOf, type Picture, type Rectangle, rectangleOf, SMALLEST_TEXT, seenBox, strengthOf } from './picture';
import { Specks } from './specks';

const STEP = 400;
const TEXT_STEP = 12;
/** Boxes of fewer pixels become specks. */
const SPECK = 1.25;
/** From this many pixels of height on a block has a border and a title, if that fits. */
const TITLED = 7;
const LARGEST_TITLE = 12;
/** Of the height of a box of one line. */
const TITLE_SHARE = 0.64;
/** A beginning of fewer letters tells nothing. */
const LEAST_LETTERS = 4;

/** Boxes from afar: plain rectangles in their family's colour with as large a title as fits; specks where they are tiny. */
export function* drawBlocks(pen: Pen, picture: Picture): DrawSteps {
  const { scene, scale } = picture;
  const { width, height } = scene.drawing;
  const found = scene.boxes.find(seenBox(picture, 8));
  const specks = new Specks(picture);
  const byLook = new Map<string, number[]>();
  for (const position of found) {
    const look = colorOf(picture, position);
    if (Math.max(width[position] ?? 0, height[position] ?? 0) * scale < SPECK) {
      specks.add(position, look);
      continue;
    }
    const alike = byLook.get(look);
    if (alike === undefined) byLook.set(look, [position]);
    else alike.push(position);
  }
  yield;
  yield* specks.draw(pen);
  for (const [look, positions] of byLook) yield* drawAlike(pen, picture, look, positions);
  pen.globalAlpha = 1;
}

function* drawAlike(pen: Pen, picture: Picture, look: string, positions: readonly number[]): DrawSteps {
  let drawn = 0;
  for (const position of positions) {
    const place = rectangleOf(picture, position);
    drawLook(pen, picture, position, place, look);
    drawn += place.height >= TITLED ? STEP / TEXT_STEP : 1;
    if (drawn < STEP) continue;
    drawn = 0;
    yield;
  }
}

/** One block at a place, which an animation moves. */
export function drawBlock(pen: Pen, picture: Picture, position: number, place: Rectangle): void {
  drawLook(pen, picture, position, place, colorOf(picture, position));
}

function drawLook(pen: Pen, picture: Picture, position: number, place: Rectangle, look: string): void {
  const { palette, scene, ratio } = picture;
  const { x, y, width, height } = place;
  const strength = strengthOf(picture, position);
  const isTitled = height >= TITLED;
  const tellsHeat = picture.heat !== null && look !== '';
  pen.fillStyle = look === '' ? palette.box : look;
  // A block that is to be read is pale, so that the text stands out; a figure's colour must stay what the legend says.
  pen.globalAlpha = (tellsHeat ? 1 : isTitled ? 0.3 : 0.85) * strength;
  pen.fillRect(x, y, Math.max(width, 1 / ratio), Math.max(height, 1 / ratio));
  if (!isTitled) return;
  pen.globalAlpha = strength;
  pen.strokeStyle = scene.isGroup(position) ? palette.group : look === '' ? palette.quiet : look;
  pen.lineWidth = 1 / ratio;
  pen.beginPath();
  pen.roundRect(x + 0.5 / ratio, y + 0.5 / ratio, Math.max(0, width - 1 / ratio), Math.max(0, height - 1 / ratio), 2);
  pen.stroke();
  drawBlockTitle(pen, picture, position, place);
}

function drawBlockTitle(pen: Pen, picture: Picture, position: number, { x, y, width, height }: Rectangle): void {
  const { palette, scene, scale } = picture;
  const { title: glyphs } = scene.glyphs;
  const title = scene.texts.title(scene.item(position));
  const wanted = Math.min(LARGEST_TITLE, TITLE_SHARE * TITLE_LINE * scale);
  if (wanted < SMALLEST_TEXT || height < wanted) return;
  const room = width - 5;
  const fitting = (room * glyphs.size) / Math.max(1, textWidth(glyphs, title));
  const size = Math.min(wanted, Math.max(SMALLEST_TEXT, fitting));
  const shown = fitText(glyphs, title, (room * glyphs.size) / size + 0.01);
  if (shown.length < Math.min(title.length, LEAST_LETTERS)) return;
  pen.font = titleFont(palette.font, size);
  pen.textAlign = 'center';
  pen.textBaseline = 'middle';
  pen.fillStyle = heatOf(picture, position)?.text ?? palette.text;
  pen.fillText(shown, x + width / 2, y + height / 2 + 0.5);
}

/** Colour of a block; empty for what has no figure where a figure is shown. */
function colorOf(picture: Picture, position: number): string {
  const { palette, scene } = picture;
  if (picture.heat !== null) return heatOf(picture, position)?.color ?? '';
  const kind = scene.hierarchy.kind[scene.item(position)];
  if (kind === ITEM.node || kind === ITEM.holder)
    return palette.categories[scene.family[position] ?? 0] ?? palette.text;
  return palette.group;
}
