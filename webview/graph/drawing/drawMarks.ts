import { frontOf } from './drawBoxes';
import { drawHeatValue } from './drawHeatValue';
import { drawLineBatch } from './drawLines';
import type { Pen } from './pen';
import { heatOf, NEAR, type Picture, type Rectangle, rectangleOf, seenBox } from './picture';

const OUTSIDE = 3;
/** What is selected is at least this many pixels wide, so that it is found from afar. */
const LEAST = 14;
/** More lines than this are looked up by place instead of one by one. */
const MANY = 300;

/** What people point at and select: changes often, so it is drawn over everything in each frame. */
export interface Marks {
  /** Positions. */
  readonly selected: ReadonlySet<number>;
  readonly hovered: number | null;
  /** Lines into and out of what is selected. */
  readonly connected: ReadonlySet<number>;
  readonly isFocused: boolean;
  /** The rectangle somebody is drawing, in CSS pixels. */
  readonly rectangle: Rectangle | null;
}

/** Thick double outlines for the selection, a thin one under the pointer, and lines at what is selected thicker than others. */
export function drawMarks(pen: Pen, picture: Picture, marks: Marks): void {
  const { palette, scene, scale } = picture;
  const box = seenBox(picture, 16);
  if (marks.connected.size > 0) {
    const lines =
      marks.connected.size > MANY
        ? scene.lines.find(box, 2 / scale).filter(line => marks.connected.has(line))
        : [...marks.connected];
    drawLineBatch(pen, picture, lines, palette.selection, Math.max(1.6, 2.2 * scale));
  }
  const seen =
    marks.selected.size > MANY
      ? [...scene.boxes.find(box), ...scene.frames.find(box)].filter(position => marks.selected.has(position))
      : marks.selected;
  for (const position of seen) {
    outline(pen, picture, position, palette.background, 5);
    outline(pen, picture, position, palette.selection, marks.isFocused ? 3 : 2);
    drawFigure(pen, picture, position);
  }
  if (marks.hovered !== null && !marks.selected.has(marks.hovered)) {
    outline(pen, picture, marks.hovered, palette.selection, 1.25);
  }
  if (marks.rectangle !== null) drawRectangle(pen, picture, marks.rectangle);
}

/** Once more over the outline, which runs through it. */
function drawFigure(pen: Pen, picture: Picture, position: number): void {
  const heat = heatOf(picture, position);
  if (heat === null || picture.scale < NEAR) return;
  drawHeatValue(pen, picture, heat, frontOf(picture, position, rectangleOf(picture, position)));
}

function outline(pen: Pen, picture: Picture, position: number, color: string, width: number): void {
  const place = rectangleOf(picture, position);
  const missingX = Math.max(0, LEAST - place.width) / 2;
  const missingY = Math.max(0, LEAST - place.height) / 2;
  pen.strokeStyle = color;
  pen.lineWidth = width;
  pen.beginPath();
  pen.roundRect(
    place.x - OUTSIDE - missingX,
    place.y - OUTSIDE - missingY,
    place.width + 2 * (OUTSIDE + missingX),
    place.height + 2 * (OUTSIDE + missingY),
    6,
  );
  pen.stroke();
}

function drawRectangle(pen: Pen, { palette }: Picture, { x, y, width, height }: Rectangle): void {
  pen.fillStyle = palette.selection;
  pen.globalAlpha = 0.12;
  pen.fillRect(x, y, width, height);
  pen.globalAlpha = 1;
  pen.strokeStyle = palette.selection;
  pen.lineWidth = 1;
  pen.setLineDash([4, 3]);
  pen.beginPath();
  pen.roundRect(x + 0.5, y + 0.5, width, height, 0);
  pen.stroke();
  pen.setLineDash([]);
}
