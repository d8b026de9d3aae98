import type { DrawSteps, Pen } from './pen';
import { FAINT, type Picture, strengthOf } from './picture';

const ROWS = 24;

/** Boxes smaller than a pixel, merged: each pixel that one is in gets its colour once, and pixels in a row are one rectangle. */
export class Specks {
  readonly #looks: string[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #columns: number;
  readonly #rows: number;
  /** Number of the look by pixel, from 1; made when the first speck comes. */
  #pixels: Uint16Array | null = null;

  constructor(private readonly picture: Picture) {
    this.#columns = Math.ceil(picture.width);
    this.#rows = Math.ceil(picture.height);
  }

  add(position: number, look: string): void {
    const { scene, left, top, scale, lit } = this.picture;
    const { drawing } = scene;
    const x = Math.floor(((drawing.left[position] ?? 0) + (drawing.width[position] ?? 0) / 2 - left) * scale);
    const y = Math.floor(((drawing.top[position] ?? 0) + (drawing.height[position] ?? 0) / 2 - top) * scale);
    if (x < 0 || y < 0 || x >= this.#columns || y >= this.#rows) return;
    this.#pixels ??= new Uint16Array(this.#columns * this.#rows);
    const at = y * this.#columns + x;
    // What is lit must not vanish under what is not.
    if (lit !== null && this.#pixels[at] !== 0 && lit.positions[position] !== 1) return;
    this.#pixels[at] = this.#numberOf(look, strengthOf(this.picture, position));
  }

  *draw(pen: Pen): DrawSteps {
    const pixels = this.#pixels;
    if (pixels === null) return;
    for (let y = 0; y < this.#rows; y++) {
      const row = y * this.#columns;
      for (let x = 0; x < this.#columns; ) {
        const number = pixels[row + x] ?? 0;
        let end = x + 1;
        while (end < this.#columns && pixels[row + end] === number) end++;
        if (number !== 0) this.#fill(pen, number, x, y, end - x);
        x = end;
      }
      if (y % ROWS === 0) yield;
    }
  }

  #fill(pen: Pen, number: number, x: number, y: number, width: number): void {
    const look = this.#looks[number - 1] ?? '';
    const strength = look.startsWith('~') ? FAINT : 0.85;
    const color = look.slice(1);
    pen.globalAlpha = strength;
    pen.fillStyle = color === '' ? this.picture.palette.quiet : color;
    pen.fillRect(x, y, width, 1);
  }

  #numberOf(look: string, strength: number): number {
    const key = `${strength < 1 ? '~' : '='}${look}`;
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    if (this.#looks.length === 0xffff) return this.#looks.length;
    this.#numbers.set(key, this.#looks.push(key));
    return this.#looks.length;
  }
}
