import { writeOnLines } from './drawLineLabels';
import { detailFont, fitText } from './glyphWidths';
import type { DrawSteps, Pen } from './pen';
import { type Picture, seenBox, strengthOf } from './picture';
import { stubText } from './stubs';

const STEP = 8;
const LENGTH = 11;
const WIDEST = 160;

/** Edges that are too long for a line: a short dashed one at each end that names the other. */
export function* drawStubs(pen: Pen, picture: Picture): DrawSteps {
  const { scene, palette, scale } = picture;
  if (scene.stubs.size === 0) return;
  const { detail } = scene.glyphs;
  const isDown = scene.drawing.direction === 'down';
  const near = seenBox(picture);
  let drawn = 0;
  for (const position of [...scene.boxes.find(near), ...scene.frames.find(near)]) {
    const box = scene.box(position);
    for (const stub of scene.stubs.get(position) ?? []) {
      const { leaves } = stub;
      const away = leaves ? 1 : -1;
      const x = isDown ? box.left + Math.min(14, (box.right - box.left) / 2) : leaves ? box.right : box.left;
      const y = isDown ? (leaves ? box.bottom : box.top) : box.top + 6;
      const endX = isDown ? x : x + away * LENGTH;
      const endY = isDown ? y + away * LENGTH : y;
      pen.globalAlpha = strengthOf(picture, position);
      pen.strokeStyle = palette.edge;
      pen.lineWidth = Math.max(1, 1.2 * scale);
      pen.setLineDash([3 * scale, 2 * scale]);
      pen.beginPath();
      pen.moveTo((x - picture.left) * scale, (y - picture.top) * scale);
      pen.lineTo((endX - picture.left) * scale, (endY - picture.top) * scale);
      pen.stroke();
      pen.setLineDash([]);
      pen.font = detailFont(palette.font, detail.size * scale);
      pen.textAlign = isDown || leaves ? 'left' : 'right';
      const textX = (isDown ? endX + 4 : endX + away * 3) - picture.left;
      const textY = (isDown ? endY - away * 3 : endY) - picture.top;
      const text = stubText(stub, other => scene.texts.called(scene.item(other)));
      writeOnLines(pen, picture, fitText(detail, text, WIDEST), textX * scale, textY * scale);
      if (++drawn % STEP === 0) yield;
    }
  }
  pen.globalAlpha = 1;
}
