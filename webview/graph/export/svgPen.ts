import type { Pen } from '../drawing/pen';
import { svgColor } from './svgColor';
import { xmlNumber as n, xmlText } from './xmlText';

/** A rectangle that is a path of its own can be written shorter. */
interface LoneRectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly radius: number;
}

interface Rim {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly markup: string;
}

/** Share of its size by which the middle of a line of text lies above its base line. */
const MIDDLE = 0.26;

/** A pen that writes SVG elements: what is drawn on a canvas with it looks the same there. */
export class SvgPen implements Pen {
  fillStyle: Pen['fillStyle'] = '#000000';
  strokeStyle: Pen['strokeStyle'] = '#000000';
  lineWidth = 1;
  lineJoin: Pen['lineJoin'] = 'round';
  globalAlpha = 1;
  font = '10px sans-serif';
  textAlign: Pen['textAlign'] = 'left';
  textBaseline: Pen['textBaseline'] = 'alphabetic';
  direction: Pen['direction'] = 'ltr';
  #dash = '';
  #path = '';
  #lone: LoneRectangle | null = null;
  #rim: Rim | null = null;

  /**
   * @param write gets the markup of finished elements in order
   * @param resolve writes a colour as `svgColor` can read it
   */
  constructor(
    private readonly write: (markup: string) => void,
    private readonly resolve: (color: string) => string = color => color,
  ) {}

  setLineDash(segments: Iterable<number>): void {
    this.#dash = Array.from(segments, n).join(' ');
  }

  beginPath(): void {
    this.#path = '';
    this.#lone = null;
  }

  moveTo(x: number, y: number): void {
    this.#add(`M${n(x)} ${n(y)}`);
  }

  lineTo(x: number, y: number): void {
    this.#add(`L${n(x)} ${n(y)}`);
  }

  quadraticCurveTo(controlX: number, controlY: number, x: number, y: number): void {
    this.#add(`Q${n(controlX)} ${n(controlY)} ${n(x)} ${n(y)}`);
  }

  /** Circles and parts of them; a line leads from where the path is, as on a canvas. */
  arc(x: number, y: number, radius: number, start: number, end: number, counterclockwise = false): void {
    const at = (angle: number): string => `${n(x + radius * Math.cos(angle))} ${n(y + radius * Math.sin(angle))}`;
    const full = 2 * Math.PI;
    const turn = counterclockwise ? start - end : end - start;
    const swept = turn >= full ? full : ((turn % full) + full) % full;
    const sweep = counterclockwise ? 0 : 1;
    const way = counterclockwise ? -swept : swept;
    const piece = (to: number, large: number): string => `A${n(radius)} ${n(radius)} 0 ${large} ${sweep} ${at(to)}`;
    const begin = `${this.#path === '' ? 'M' : 'L'}${at(start)}`;
    // One arc cannot end where it begins.
    const round =
      swept === full ? piece(start + way / 2, 0) + piece(start + way, 0) : piece(start + way, swept > Math.PI ? 1 : 0);
    this.#add(begin + round);
  }

  closePath(): void {
    if (this.#path !== '') this.#add('Z');
  }

  roundRect(x: number, y: number, width: number, height: number, radii: number | number[] = 0): void {
    const [first, topRight, bottomRight, bottomLeft] = fittedCorners(radii, width, height);
    const isEven = topRight === first && bottomRight === first && bottomLeft === first;
    const isFirst = this.#path === '';
    const corner = (radius: number, toX: number, toY: number): string =>
      radius === 0 ? '' : `A${n(radius)} ${n(radius)} 0 0 1 ${n(toX)} ${n(toY)}`;
    this.#add(
      [
        `M${n(x + first)} ${n(y)}H${n(x + width - topRight)}`,
        corner(topRight, x + width, y + topRight),
        `V${n(y + height - bottomRight)}`,
        corner(bottomRight, x + width - bottomRight, y + height),
        `H${n(x + bottomLeft)}`,
        corner(bottomLeft, x, y + height - bottomLeft),
        `V${n(y + first)}`,
        corner(first, x + first, y),
        'Z',
      ].join(''),
    );
    if (isFirst && isEven) this.#lone = { x, y, width, height, radius: first };
  }

  fill(): void {
    if (this.#path !== '') this.#flush(this.#shape(this.#paint('fill', this.fillStyle)));
  }

  stroke(): void {
    if (this.#path !== '') this.#flush(this.#shape(` fill="none"${this.#strokePaint()}`));
  }

  fillRect(x: number, y: number, width: number, height: number): void {
    this.#flush(rectangle({ x, y, width, height, radius: 0 }, this.#paint('fill', this.fillStyle)));
  }

  fillText(text: string, x: number, y: number): void {
    const rim = this.#rim;
    const isRimmed = rim !== null && rim.text === text && rim.x === x && rim.y === y;
    if (isRimmed) this.#rim = null;
    const paint = this.#paint('fill', this.fillStyle);
    this.#flush(this.#text(text, x, y, isRimmed ? `${paint}${rim.markup} paint-order="stroke"` : paint));
  }

  /** Waits for the same text to be filled: one element has both. */
  strokeText(text: string, x: number, y: number): void {
    this.#flush('');
    this.#rim = { text, x, y, markup: this.#strokePaint() };
  }

  /** Writes what still waits. */
  end(): void {
    this.#flush('');
  }

  #flush(markup: string): void {
    const rim = this.#rim;
    this.#rim = null;
    if (rim !== null) this.write(this.#text(rim.text, rim.x, rim.y, ` fill="none"${rim.markup}`));
    if (markup !== '') this.write(markup);
  }

  #add(segment: string): void {
    this.#path += segment;
    this.#lone = null;
  }

  #shape(paint: string): string {
    return this.#lone === null ? `<path d="${this.#path}"${paint}/>` : rectangle(this.#lone, paint);
  }

  #text(text: string, x: number, y: number, paint: string): string {
    const { size, weight } = fontOf(this.font);
    const baseLine = this.textBaseline === 'middle' ? y + MIDDLE * size : y;
    const anchor = this.textAlign === 'center' ? 'middle' : this.textAlign === 'right' ? 'end' : '';
    return [
      `<text x="${n(x)}" y="${n(baseLine)}" font-size="${n(size)}"`,
      weight === '' ? '' : ` font-weight="${weight}"`,
      anchor === '' ? '' : ` text-anchor="${anchor}"`,
      `${paint}>${xmlText(text)}</text>`,
    ].join('');
  }

  #strokePaint(): string {
    const dash = this.#dash === '' ? '' : ` stroke-dasharray="${this.#dash}"`;
    const width = this.lineWidth === 1 ? '' : ` stroke-width="${n(this.lineWidth)}"`;
    return `${this.#paint('stroke', this.strokeStyle)}${width}${dash}`;
  }

  #paint(what: 'fill' | 'stroke', style: Pen['fillStyle']): string {
    const { color, opacity } = svgColor(typeof style === 'string' ? this.resolve(style) : '');
    const strength = Math.round(opacity * this.globalAlpha * 1000) / 1000;
    return ` ${what}="${color}"${strength === 1 ? '' : ` ${what}-opacity="${strength}"`}`;
  }
}

function rectangle({ x, y, width, height, radius }: LoneRectangle, paint: string): string {
  const corner = radius === 0 ? '' : ` rx="${n(radius)}"`;
  return `<rect x="${n(x)}" y="${n(y)}" width="${n(Math.max(0, width))}" height="${n(Math.max(0, height))}"${corner}${paint}/>`;
}

type Corners = readonly [topLeft: number, topRight: number, bottomRight: number, bottomLeft: number];

/** One to four radii as a canvas takes them, all made smaller where two do not fit on a side. */
function fittedCorners(radii: number | number[], width: number, height: number): Corners {
  const [a = 0, b = a, c = a, d = b] = typeof radii === 'number' ? [radii] : radii;
  const fits = Math.min(1, width / (a + b), width / (c + d), height / (b + c), height / (a + d));
  const by = Number.isNaN(fits) ? 1 : Math.max(0, fits);
  return [a * by, b * by, c * by, d * by];
}

/** `600 13px family` */
function fontOf(font: string): { readonly size: number; readonly weight: string } {
  const match = /^(?:(\d+|bold) )?([\d.e+-]+)px /.exec(font);
  return { size: Number(match?.[2] ?? 10), weight: match?.[1] ?? '' };
}
