import { detailFont, textWidth } from './glyphWidths';
import type { ItemHeat } from './heatLook';
import type { Pen } from './pen';
import type { Picture, Rectangle } from './picture';

const HEIGHT = 14;
const SIDE = 5;
const SIZE = 10;
/** How far it sticks out, so that it leaves the title and the line that arrives alone. */
const BEYOND = 14;
const ABOVE = 4;

/** The figure on the upper right corner of a box or frame. */
export function drawHeatValue(pen: Pen, picture: Picture, heat: ItemHeat, { x, y, width }: Rectangle): void {
  const { palette, scale, scene } = picture;
  const { detail } = scene.glyphs;
  const wide = (textWidth(detail, heat.value) * SIZE) / detail.size + 2 * SIDE;
  const left = x + width - (wide - BEYOND) * scale;
  const middle = y - ABOVE * scale;
  pen.beginPath();
  pen.roundRect(left, middle - (HEIGHT / 2) * scale, wide * scale, HEIGHT * scale, 4 * scale);
  pen.fillStyle = heat.color;
  pen.fill();
  pen.strokeStyle = palette.background;
  pen.lineWidth = 1;
  pen.stroke();
  pen.font = detailFont(palette.font, SIZE * scale);
  pen.textAlign = 'left';
  pen.textBaseline = 'middle';
  pen.fillStyle = heat.text;
  pen.fillText(heat.value, left + SIDE * scale, middle + 0.5 * scale);
}
