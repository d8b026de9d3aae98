import type { Palette } from './palette';
import type { Pen } from './pen';

/** The button that folds and unfolds: points down when open. The middle is in CSS pixels. */
export function drawChevron(pen: Pen, palette: Palette, x: number, y: number, scale: number, isOpen: boolean): void {
  const long = 4 * scale;
  const short = 2.2 * scale;
  pen.beginPath();
  if (isOpen) {
    pen.moveTo(x - long, y - short);
    pen.lineTo(x, y + short);
    pen.lineTo(x + long, y - short);
  } else {
    pen.moveTo(x - short, y - long);
    pen.lineTo(x + short, y);
    pen.lineTo(x - short, y + long);
  }
  pen.strokeStyle = palette.text;
  pen.lineWidth = Math.max(1, 1.6 * scale);
  pen.stroke();
}

/** A square in a square: a node that holds graphs. */
export function drawHolds(pen: Pen, palette: Palette, x: number, y: number, scale: number): void {
  pen.strokeStyle = palette.text;
  pen.lineWidth = Math.max(1, scale);
  pen.beginPath();
  pen.roundRect(x - 5.5 * scale, y - 5.5 * scale, 11 * scale, 11 * scale, 2 * scale);
  pen.roundRect(x - 2 * scale, y - 2 * scale, 4 * scale, 4 * scale, scale);
  pen.stroke();
}
