/**
 * What the drawing needs of a canvas: contexts of the page and of workers have it, and whatever writes another format can. Spelled
 * out because tests and workers know no canvas.
 */
export interface Pen {
  fillStyle: string | object;
  strokeStyle: string | object;
  lineWidth: number;
  lineJoin: string;
  globalAlpha: number;
  font: string;
  textAlign: string;
  textBaseline: string;
  direction: string;
  setLineDash(segments: number[]): void;
  beginPath(): void;
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
  quadraticCurveTo(controlX: number, controlY: number, x: number, y: number): void;
  arc(x: number, y: number, radius: number, start: number, end: number): void;
  closePath(): void;
  roundRect(x: number, y: number, width: number, height: number, radii?: number | number[]): void;
  fill(): void;
  stroke(): void;
  fillRect(x: number, y: number, width: number, height: number): void;
  fillText(text: string, x: number, y: number): void;
  strokeText(text: string, x: number, y: number): void;
}

/** The drawing in pieces; between two of them whoever draws may stop to do something else. */
export type DrawSteps = Generator<void, void, void>;
