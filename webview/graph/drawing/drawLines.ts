import { NONE } from '../hierarchy/hierarchy';
import type { DrawSteps, Pen } from './pen';
import { FAINT, NEAR, type Picture, seenBox, snapMiddle } from './picture';

/** Lines in one path: longer ones take a canvas without a GPU much longer to fill. */
const BATCH = 40;
/** Lines of fewer pixels are left out from afar: what is left are the rails. */
const LEAST = 5;
const CORNER = 8;
const ARROW = 5;
/** From this scale on lines end in arrow heads. */
const ARROWS = 0.3;

/** Lines with rounded corners; arrow heads and joints where they can be seen. */
export function* drawLines(pen: Pen, picture: Picture): DrawSteps {
  const { scene, scale, lit, palette } = picture;
  const found = scene.lines.find(seenBox(picture, 16), scale < NEAR ? LEAST / scale : 0);
  const width = Math.max(1, 1.3 * scale);
  if (lit === null) {
    yield* drawInBatches(pen, picture, found, palette.edge, width, scale < NEAR ? 0.65 : 0.9);
    return;
  }
  const faint = found.filter(line => lit.lines[line] !== 1);
  yield* drawInBatches(pen, picture, faint, palette.edge, width, FAINT);
  const strong = found.filter(line => lit.lines[line] === 1);
  yield* drawInBatches(pen, picture, strong, palette.selection, Math.max(2, 2.4 * scale), 1);
}

function* drawInBatches(
  pen: Pen,
  picture: Picture,
  lines: readonly number[],
  color: string,
  width: number,
  strength: number,
): DrawSteps {
  pen.globalAlpha = picture.palette.highContrast ? Math.max(strength, 0.4) : strength;
  for (let start = 0; start < lines.length; start += BATCH) {
    drawLineBatch(pen, picture, lines.slice(start, start + BATCH), color, width);
    yield;
  }
  pen.globalAlpha = 1;
}

/** Draws some lines in a colour, at the width in CSS pixels. */
export function drawLineBatch(
  pen: Pen,
  picture: Picture,
  lines: readonly number[],
  color: string,
  width: number,
): void {
  pen.strokeStyle = color;
  pen.lineWidth = width;
  pen.beginPath();
  for (const line of lines) traceLine(pen, picture, line);
  pen.stroke();
  if (picture.scale < ARROWS) return;
  pen.fillStyle = color;
  pen.beginPath();
  for (const line of lines) traceEnd(pen, picture, line, width);
  pen.fill();
}

function traceLine(pen: Pen, picture: Picture, line: number): void {
  const { pointStart, points } = picture.scene.drawing;
  const { scale, ratio } = picture;
  const first = pointStart[line] ?? 0;
  const end = pointStart[line + 1] ?? 0;
  const x = (p: number): number => snapMiddle(((points[2 * p] ?? 0) - picture.left) * scale, ratio);
  const y = (p: number): number => snapMiddle(((points[2 * p + 1] ?? 0) - picture.top) * scale, ratio);
  const radius = CORNER * scale;
  let beforeX = x(first);
  let beforeY = y(first);
  pen.moveTo(beforeX, beforeY);
  for (let p = first + 1; p < end; p++) {
    const atX = x(p);
    const atY = y(p);
    if (p + 1 < end && radius > 1) {
      const afterX = x(p + 1);
      const afterY = y(p + 1);
      const into = Math.hypot(atX - beforeX, atY - beforeY);
      const out = Math.hypot(afterX - atX, afterY - atY);
      const cut = Math.min(radius, into / 2, out / 2);
      if (cut > 0.5) {
        pen.lineTo(atX - ((atX - beforeX) / into) * cut, atY - ((atY - beforeY) / into) * cut);
        pen.quadraticCurveTo(atX, atY, atX + ((afterX - atX) / out) * cut, atY + ((afterY - atY) / out) * cut);
      } else pen.lineTo(atX, atY);
    } else pen.lineTo(atX, atY);
    beforeX = atX;
    beforeY = atY;
  }
}

/** An arrow head where the line ends at something, a dot where it forks. */
function traceEnd(pen: Pen, picture: Picture, line: number, width: number): void {
  const { pointStart, points, target } = picture.scene.drawing;
  const { scale, ratio } = picture;
  const last = (pointStart[line + 1] ?? 0) - 1;
  if (last <= (pointStart[line] ?? 0)) return;
  const x = snapMiddle(((points[2 * last] ?? 0) - picture.left) * scale, ratio);
  const y = snapMiddle(((points[2 * last + 1] ?? 0) - picture.top) * scale, ratio);
  if ((target[line] ?? NONE) === NONE) {
    if (scale < NEAR || (picture.scene.branches[line] ?? 0) < 2) return;
    const radius = 1.2 * scale + width / 2;
    pen.moveTo(x + radius, y);
    pen.arc(x, y, radius, 0, 2 * Math.PI);
    return;
  }
  const dx = (points[2 * last] ?? 0) - (points[2 * last - 2] ?? 0);
  const dy = (points[2 * last + 1] ?? 0) - (points[2 * last - 1] ?? 0);
  const length = Math.hypot(dx, dy);
  if (length === 0) return;
  const along = (ARROW * Math.max(scale, 0.6) + width) / length;
  const aside = along * 0.5;
  pen.moveTo(x, y);
  pen.lineTo(x - dx * along - dy * aside, y - dy * along + dx * aside);
  pen.lineTo(x - dx * along + dy * aside, y - dy * along - dx * aside);
  pen.closePath();
}
