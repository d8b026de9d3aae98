import { ITEM } from '../hierarchy/hierarchy';
import { CARDS, DETAIL_LINE, FOLD_BUTTON, HOLDS_SIGN, PADDING, TITLE_LINE } from './boxSizes';
import { drawHeatValue } from './drawHeatValue';
import { drawChevron, drawHolds } from './drawSigns';
import { detailFont, fitText, titleFont } from './glyphWidths';
import type { ItemHeat } from './heatLook';
import type { DrawSteps, Pen } from './pen';
import { heatOf, type Picture, type Rectangle, rectangleOf, seenBox, strengthOf } from './picture';

const STEP = 6;
const CORNER = 5;
/** Width of the band that tells a node's family. */
const BAND = 4;
const WEIGHT_BAR = 3;

/** Boxes with everything that is written in them. */
export function* drawBoxes(pen: Pen, picture: Picture): DrawSteps {
  let drawn = 0;
  for (const position of picture.scene.boxes.find(seenBox(picture, 24))) {
    drawBox(pen, picture, position, rectangleOf(picture, position));
    if (++drawn % STEP === 0) yield;
  }
  pen.globalAlpha = 1;
}

/** One box at a place, which an animation moves. */
export function drawBox(pen: Pen, picture: Picture, position: number, place: Rectangle): void {
  const { scene, scale } = picture;
  const kind = scene.hierarchy.kind[scene.item(position)];
  const heat = heatOf(picture, position);
  pen.globalAlpha = strengthOf(picture, position);
  const front = frontOf(picture, position, place);
  if (kind === ITEM.stack) drawCards(pen, picture, front);
  drawFace(pen, picture, position, front, heat);
  drawTexts(pen, picture, position, front, heat);
  if (heat !== null) drawHeatValue(pen, picture, heat, front);
  if (kind === ITEM.holder) {
    drawHolds(pen, picture.palette, front.x + front.width - 13 * scale, front.y + (TITLE_LINE / 2) * scale, scale);
  }
}

/** Of a folded stack the card in front, of everything else all of it. */
export function frontOf({ scene, scale }: Picture, position: number, place: Rectangle): Rectangle {
  if (scene.hierarchy.kind[scene.item(position)] !== ITEM.stack || scene.isFrame(position)) return place;
  return { ...place, width: place.width - CARDS * scale, height: place.height - CARDS * scale };
}

/** The cards behind the front one of a stack. */
function drawCards(pen: Pen, { palette, scale }: Picture, front: Rectangle): void {
  for (const step of [CARDS, CARDS / 2]) {
    pen.beginPath();
    pen.roundRect(front.x + step * scale, front.y + step * scale, front.width, front.height, CORNER * scale);
    pen.fillStyle = palette.box;
    pen.fill();
    pen.strokeStyle = palette.group;
    pen.lineWidth = 1;
    pen.stroke();
  }
}

function drawFace(pen: Pen, picture: Picture, position: number, place: Rectangle, heat: ItemHeat | null): void {
  const { palette, scale, scene } = picture;
  const item = scene.item(position);
  const kind = scene.hierarchy.kind[item] ?? ITEM.node;
  const isEnd = kind === ITEM.input || kind === ITEM.output;
  const isNode = kind === ITEM.node || kind === ITEM.holder;
  const strength = strengthOf(picture, position);
  const color = isNode
    ? (palette.categories[scene.family[position] ?? 0] ?? palette.text)
    : isEnd
      ? palette.text
      : palette.group;
  const inset = 0.5 / picture.ratio;
  const corner = isEnd ? Math.min(place.height / 2, 15 * scale) : CORNER * scale;
  pen.beginPath();
  pen.roundRect(place.x + inset, place.y + inset, place.width - 2 * inset, place.height - 2 * inset, corner);
  pen.fillStyle = heat?.color ?? palette.box;
  pen.fill();
  if (heat === null && !palette.highContrast) {
    pen.globalAlpha = (isNode ? 0.1 : 0.07) * strength;
    pen.fillStyle = color;
    pen.fill();
  }
  pen.globalAlpha = (palette.highContrast || !isNode ? 1 : 0.65) * strength;
  pen.strokeStyle = color;
  pen.lineWidth = isNode ? Math.max(1 / picture.ratio, scale * 0.9) : Math.max(1, 1.4 * scale);
  pen.stroke();
  pen.globalAlpha = strength;
  if (!isNode) return;
  pen.fillStyle = color;
  pen.beginPath();
  pen.roundRect(place.x, place.y, BAND * scale, place.height, [corner, 0, 0, corner]);
  const bytes = scene.weightBytes(item);
  if (bytes > 0) {
    const share = Math.sqrt(Math.min(1, bytes / scene.heaviest));
    const bar = Math.max(BAND * 2 * scale, place.width * share);
    pen.roundRect(place.x, place.y + place.height - WEIGHT_BAR * scale, bar, WEIGHT_BAR * scale, [
      0,
      0,
      corner,
      corner,
    ]);
  }
  pen.fill();
}

function drawTexts(pen: Pen, picture: Picture, position: number, place: Rectangle, heat: ItemHeat | null): void {
  const { palette, scale, scene } = picture;
  const { title: titleGlyphs, detail: detailGlyphs } = scene.glyphs;
  const item = scene.item(position);
  const isGroup = scene.isGroup(position);
  const indent = isGroup ? PADDING / 2 + FOLD_BUTTON + 3 : PADDING;
  const titleY = place.y + (TITLE_LINE / 2) * scale;
  const signs = scene.hierarchy.kind[item] === ITEM.holder ? HOLDS_SIGN : 0;
  if (isGroup) drawChevron(pen, palette, place.x + (PADDING / 2 + FOLD_BUTTON / 2) * scale, titleY, scale, false);
  const room = place.width / scale - PADDING * 0.6;
  pen.textAlign = 'left';
  pen.textBaseline = 'middle';
  pen.font = titleFont(palette.font, titleGlyphs.size * scale);
  pen.fillStyle = heat?.text ?? palette.text;
  pen.fillText(fitText(titleGlyphs, scene.texts.title(item), room - indent - signs), place.x + indent * scale, titleY);
  const lines = scene.texts.lines(item);
  if (lines.length === 0) return;
  pen.font = detailFont(palette.font, detailGlyphs.size * scale);
  pen.fillStyle = heat?.text ?? palette.quiet;
  for (let i = 0; i < lines.length; i++) {
    const y = place.y + (TITLE_LINE - 3 + DETAIL_LINE * (i + 0.5)) * scale;
    pen.fillText(fitText(detailGlyphs, lines[i] ?? '', room - indent), place.x + indent * scale, y);
  }
}
