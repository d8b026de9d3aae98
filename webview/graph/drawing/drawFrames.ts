import { ITEM } from '../hierarchy/hierarchy';
import { FOLD_BUTTON, HEADER_HEIGHT, HOLDS_SIGN, PADDING } from './boxSizes';
import { drawHeatValue } from './drawHeatValue';
import { writeOnLines } from './drawLineLabels';
import { drawChevron, drawHolds } from './drawSigns';
import { detailFont, fitText, textWidth, titleFont } from './glyphWidths';
import type { DrawSteps, Pen } from './pen';
import { heatOf, NEAR, type Picture, type Rectangle, rectangleOf, SMALLEST_TEXT, seenBox, strengthOf } from './picture';

const STEP = 50;
/** Frames of fewer pixels say nothing. */
const LEAST = 3;
const CORNER = 6;
const TINT = 0.045;

/** Open groups: a tint that grows with the depth, a border, and a header where it can be read. */
export function* drawFrames(pen: Pen, picture: Picture): DrawSteps {
  const { scene, scale } = picture;
  const found = scene.frames.find(seenBox(picture), LEAST / scale).sort((a, b) => a - b);
  let drawn = 0;
  for (const position of found) {
    const place = rectangleOf(picture, position);
    if (Math.max(place.width, place.height) < LEAST) continue;
    drawShape(pen, picture, position, place);
    if (++drawn % STEP === 0) yield;
  }
  pen.globalAlpha = 1;
}

/** Headers of open groups, to be written over the lines that pass below them. */
export function* drawHeaders(pen: Pen, picture: Picture): DrawSteps {
  const { scene, scale } = picture;
  if (PADDING * scale < SMALLEST_TEXT) return;
  let drawn = 0;
  for (const position of scene.frames.find(seenBox(picture))) {
    drawHeader(pen, picture, position, rectangleOf(picture, position));
    if (++drawn % (STEP / 4) === 0) yield;
  }
  pen.globalAlpha = 1;
}

/** One frame with its header at a place, which an animation moves. */
export function drawFrame(pen: Pen, picture: Picture, position: number, place: Rectangle): void {
  drawShape(pen, picture, position, place);
  if (PADDING * picture.scale >= SMALLEST_TEXT) drawHeader(pen, picture, position, place);
}

function drawShape(pen: Pen, picture: Picture, position: number, place: Rectangle): void {
  const { palette, scale, scene } = picture;
  const strength = strengthOf(picture, position);
  const kind = scene.hierarchy.kind[scene.item(position)];
  const inset = 0.5 / picture.ratio;
  pen.beginPath();
  pen.roundRect(
    place.x + inset,
    place.y + inset,
    Math.max(0, place.width - 2 * inset),
    Math.max(0, place.height - 2 * inset),
    CORNER * Math.min(1, scale),
  );
  if (!palette.highContrast) {
    pen.globalAlpha = TINT * strength;
    pen.fillStyle = palette.text;
    pen.fill();
  }
  pen.globalAlpha = (palette.highContrast ? 1 : 0.5) * strength;
  pen.strokeStyle = palette.group;
  pen.lineWidth = 1 / picture.ratio;
  if (kind === ITEM.body) pen.setLineDash([4, 3]);
  pen.stroke();
  if (kind === ITEM.body) pen.setLineDash([]);
  if (kind === ITEM.stack) drawEdgesOfCards(pen, place, Math.min(1, scale));
  pen.globalAlpha = strength;
}

/** Two short lines over the frame: more of the same lie behind. */
function drawEdgesOfCards(pen: Pen, { x, y, width }: Rectangle, scale: number): void {
  pen.beginPath();
  for (const step of [1, 2]) {
    const inset = (CORNER + 4 * step) * scale;
    pen.moveTo(x + inset, y - 2.5 * step * scale);
    pen.lineTo(x + width - inset, y - 2.5 * step * scale);
  }
  pen.stroke();
}

function drawHeader(pen: Pen, picture: Picture, position: number, place: Rectangle): void {
  const { x, y, width } = place;
  const { palette, scale, scene } = picture;
  const { title: titleGlyphs, detail: detailGlyphs } = scene.glyphs;
  const item = scene.item(position);
  const middle = y + (HEADER_HEIGHT / 2) * scale;
  pen.globalAlpha = strengthOf(picture, position);
  const heat = heatOf(picture, position);
  if (heat !== null && scale >= NEAR) drawHeatValue(pen, picture, heat, place);
  const start = PADDING / 2 + FOLD_BUTTON + 3;
  drawChevron(pen, palette, x + (PADDING / 2 + FOLD_BUTTON / 2) * scale, middle, scale, true);
  const holds = scene.hierarchy.kind[item] === ITEM.holder;
  const room = width / scale - start - PADDING - (holds ? HOLDS_SIGN : 0);
  const title = fitText(titleGlyphs, scene.texts.title(item), room);
  pen.font = titleFont(palette.font, titleGlyphs.size * scale);
  pen.textAlign = 'left';
  writeOnLines(pen, picture, title, x + start * scale, middle, palette.text);
  let end = start + textWidth(titleGlyphs, title) + 8;
  if (holds) {
    drawHolds(pen, palette, x + (end + 5) * scale, middle, scale);
    end += HOLDS_SIGN;
  }
  const count = scene.texts.nodeCount(item);
  if (end + textWidth(detailGlyphs, count) + PADDING > width / scale) return;
  pen.font = detailFont(palette.font, detailGlyphs.size * scale);
  writeOnLines(pen, picture, count, x + end * scale, middle);
}
