import { NONE } from '../hierarchy/hierarchy';
import { detailFont, fitText, textWidth } from './glyphWidths';
import type { DrawSteps, Pen } from './pen';
import { FAINT, type Picture, seenBox } from './picture';
import type { Scene } from './scene';

const STEP = 8;
const WIDEST = 170;
const NARROWEST = 20;
const LINE_HEIGHT = 14;
/** Lines whose ends are farther apart tell their shape at both. */
const FAR_APART = 420;

/** Shapes of what flows: where a line leaves its source and, on long ways, where it arrives. */
export function* drawLineLabels(pen: Pen, picture: Picture): DrawSteps {
  const { scene } = picture;
  const { drawing, labels } = scene;
  let drawn = 0;
  for (const line of scene.lines.find(seenBox(picture))) {
    const start = drawing.pointStart[line] ?? 0;
    const end = (drawing.pointStart[line + 1] ?? 0) - 1;
    if (end <= start) continue;
    const text = labels.of(line);
    if (text === '') continue;
    const isFirst = (drawing.before[line] ?? NONE) === NONE;
    const isLast = (drawing.target[line] ?? NONE) !== NONE;
    if (isFirst) write(pen, picture, line, text, start, 1);
    if (isLast && isFarFromSource(picture, line, end)) write(pen, picture, line, text, end, -1);
    if (++drawn % STEP === 0) yield;
  }
  pen.globalAlpha = 1;
}

function isFarFromSource({ scene }: Picture, line: number, end: number): boolean {
  const { points, pointStart } = scene.drawing;
  const first = pointStart[scene.labels.first(line)] ?? 0;
  const dx = (points[2 * end] ?? 0) - (points[2 * first] ?? 0);
  const dy = (points[2 * end + 1] ?? 0) - (points[2 * first + 1] ?? 0);
  return Math.abs(dx) + Math.abs(dy) > FAR_APART;
}

/** Beside the line, in the gap next to the box: after its start (1) or before its end (-1). */
function write(pen: Pen, picture: Picture, line: number, text: string, point: number, side: 1 | -1): void {
  const { scene, palette, scale, lit } = picture;
  const { detail } = scene.glyphs;
  const place =
    scene.drawing.direction === 'down' ? placeBeside(scene, line, point, side) : placeAbove(scene, text, point, side);
  if (place === null) return;
  pen.globalAlpha = lit === null || lit.lines[line] === 1 ? 1 : FAINT;
  pen.font = detailFont(palette.font, detail.size * scale);
  pen.textAlign = 'left';
  const x = (place.x - picture.left) * scale;
  writeOnLines(pen, picture, fitText(detail, text, place.room), x, (place.y - picture.top) * scale);
}

/** Where a label begins and is in the middle of its height, and how wide it may be; `null` where none fits. */
interface LabelPlace {
  readonly x: number;
  readonly y: number;
  readonly room: number;
}

/** Right of a line that goes down. */
function placeBeside(scene: Scene, line: number, point: number, side: 1 | -1): LabelPlace | null {
  const { points } = scene.drawing;
  const x = points[2 * point] ?? 0;
  const y = points[2 * point + 1] ?? 0;
  const room = roomFor(scene, line, x, y, side);
  return room < NARROWEST ? null : { x: x + 5, y: y + side * 9, room };
}

/** Above a line that goes to the right; where the next box is too near, below the box that the line leaves. */
function placeAbove(scene: Scene, text: string, point: number, side: 1 | -1): LabelPlace | null {
  const { points } = scene.drawing;
  const x = points[2 * point] ?? 0;
  const y = points[2 * point + 1] ?? 0;
  const width = Math.min(WIDEST, textWidth(scene.glyphs.detail, text));
  const left = side === 1 ? x + 5 : x - 12 - width;
  const above = { left, right: left + width, top: y - LINE_HEIGHT, bottom: y - 2 };
  if (scene.boxes.find(above).length === 0) return { x: left, y: y - 8, room: WIDEST };
  if (side === -1) return null;
  const source = scene.positionAt(x - 2, y);
  if (source === null || scene.isFrame(source)) return null;
  const { bottom, right } = scene.box(source);
  const below = { left: right - width, right, top: bottom + 1, bottom: bottom + LINE_HEIGHT };
  return scene.boxes.find(below).length === 0 ? { x: right - width, y: bottom + 8, room: WIDEST } : null;
}

/** Width up to the next line that begins or ends beside this place, whose own label begins there. */
function roomFor(scene: Scene, line: number, x: number, y: number, side: 1 | -1): number {
  const { points, pointStart } = scene.drawing;
  if (side === -1 && hasStartNear(scene, x, y)) return 0;
  let room = WIDEST;
  const strip = { left: x + 1, right: x + WIDEST, top: y - LINE_HEIGHT, bottom: y + LINE_HEIGHT };
  for (const other of scene.lines.find(strip)) {
    const end = side === 1 ? (pointStart[other] ?? 0) : (pointStart[other + 1] ?? 0) - 1;
    const dx = (points[2 * end] ?? 0) - x;
    const dy = (points[2 * end + 1] ?? 0) - y;
    if (other !== line && dx > 1 && Math.abs(dy) < LINE_HEIGHT && scene.labels.of(other) !== '') {
      room = Math.min(room, dx - 8);
    }
  }
  return room;
}

/** Whether a line begins so near above that its label would lie on one at a line's end. */
function hasStartNear(scene: Scene, x: number, y: number): boolean {
  const { points, pointStart, before } = scene.drawing;
  const strip = { left: x - WIDEST / 2, right: x + WIDEST / 2, top: y - 2 * LINE_HEIGHT, bottom: y };
  return scene.lines.find(strip).some(line => {
    const start = pointStart[line] ?? 0;
    const startX = points[2 * start] ?? 0;
    const startY = points[2 * start + 1] ?? 0;
    const isInside = startX >= strip.left && startX <= strip.right && startY >= strip.top && startY <= strip.bottom;
    return isInside && (before[line] ?? NONE) === NONE;
  });
}

/** Text with a rim of the background, so that lines behind it do not disturb. */
export function writeOnLines(
  pen: Pen,
  { palette, scale }: Picture,
  text: string,
  x: number,
  y: number,
  color = palette.quiet,
): void {
  pen.textBaseline = 'middle';
  pen.strokeStyle = palette.background;
  pen.lineWidth = 4 * scale;
  pen.strokeText(text, x, y);
  pen.fillStyle = color;
  pen.fillText(text, x, y);
}
