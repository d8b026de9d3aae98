import { cancelled } from '../../../src/shared/errors';
import type { FileSaving } from '../../../src/shared/protocol/fileSaving';
import type { Remote } from '../../../src/shared/protocol/rpc';
import type { CameraState } from '../../state/graphState';
import { type Box, type Viewport, visibleBox } from '../drawing/camera';
import type { Picture } from '../drawing/picture';
import type { Scene } from '../drawing/scene';
import type { Look } from '../drawing/tilePainter';
import { Breaks } from './breaks';
import { FileSink } from './fileSink';
import { type PictureSize, pictureSize } from './pictureSize';
import { writePng } from './pngFile';
import { pngStrips, type StripPen } from './pngStrips';
import { svgPicture } from './svgPicture';

/** What is on the screen, and enough to draw all of it. */
export interface PictureSource {
  readonly look: Look;
  readonly camera: CameraState;
  readonly view: Viewport;
  /** What the file is called, without an extension: `net.graph`. */
  readonly name: string;
  readonly title: string;
}

export interface PictureWish {
  readonly format: 'png' | 'svg';
  readonly extent: 'view' | 'whole';
  /** Pixels for each that the screen has at 100 %; for SVG without meaning. */
  readonly factor: 1 | 2;
  readonly isTransparent: boolean;
}

export interface ExportedPicture {
  readonly file: string;
  readonly bytes: number;
  readonly width: number;
  readonly height: number;
  /** Pixels for a drawing unit where that had to be less than was wished, else `null`. */
  readonly reducedTo: number | null;
}

/** Room around the whole graph, in drawing units. */
const MARGIN = 32;

/**
 * Draws a picture into a file that the person names. The page stays usable meanwhile; nothing is left when it fails.
 * @returns `null` when the person gave up choosing a name.
 * @throws LatheError `cancelled`, or why the file cannot be written
 */
export async function exportPicture(
  source: PictureSource,
  wish: PictureWish,
  host: Remote<FileSaving>,
  progress: (fraction: number) => void,
  signal: AbortSignal,
): Promise<ExportedPicture | null> {
  const file = await host.beginFile(`${source.name}.${wish.format}`);
  if (file === null) return null;
  const sink = new FileSink(host, file);
  try {
    const drawn = await (wish.format === 'svg' ? drawSvg : drawPng)(source, wish, sink, progress, signal);
    if (signal.aborted) throw cancelled();
    return { file: await host.finishFile(file), bytes: sink.bytes, ...drawn };
  } catch (cause) {
    // What went wrong first is told; the host removes what it still has when the page is gone.
    await host.discardFile(file).catch(() => undefined);
    throw cause;
  }
}

type Drawn = Pick<ExportedPicture, 'width' | 'height' | 'reducedTo'>;
type Draw = (
  source: PictureSource,
  wish: PictureWish,
  sink: FileSink,
  progress: (fraction: number) => void,
  signal: AbortSignal,
) => Promise<Drawn>;

const drawPng: Draw = async (source, wish, sink, progress, signal) => {
  const box = extentOf(source, wish);
  const onScreen = wish.extent === 'view' ? source.camera.scale : 1;
  const size = pictureSize(box, onScreen * wish.factor);
  const breaks = new Breaks(signal);
  const pause = async (done: number): Promise<void> => {
    if (!breaks.isDue) return;
    progress(done);
    await breaks.take();
  };
  const strips = pngStrips(pngPicture(source, wish, box, size, onScreen), size, stripPen, pause);
  const { width, height } = size;
  await writePng({ width, height, hasAlpha: wish.isTransparent }, strips, bytes => sink.write(bytes));
  await sink.flush();
  return { width, height, reducedTo: size.isReduced ? size.zoom : null };
};

const drawSvg: Draw = async (source, wish, sink, progress, signal) => {
  const box = extentOf(source, wish);
  const width = Math.ceil(box.right - box.left);
  const height = Math.ceil(box.bottom - box.top);
  const picture = { ...source.look, left: box.left, top: box.top, scale: 1, width, height, ratio: 1 };
  const breaks = new Breaks(signal);
  let markup: string[] = [];
  let steps = 0;
  const options = { title: source.title, isTransparent: wish.isTransparent, resolve: plainColors() };
  const flush = async (): Promise<void> => {
    await sink.writeText(markup.join(''));
    markup = [];
  };
  const expected = expectedSteps(source.look.scene);
  for (const _ of svgPicture(picture, options, piece => markup.push(piece))) {
    steps += 1;
    if (!breaks.isDue) continue;
    await flush();
    progress(Math.min(0.99, steps / expected));
    await breaks.take();
  }
  await flush();
  await sink.flush();
  return { width, height, reducedTo: null };
};

/** About how often drawing all of a scene pauses; the progress of a view is ahead of it. */
function expectedSteps({ drawing }: Scene): number {
  return Math.max(1, drawing.items.length / 40 + drawing.source.length / 40 + drawing.source.length / 8);
}

/** What everything that is exported must be in. */
function extentOf({ look, camera, view }: PictureSource, { extent }: PictureWish): Box {
  if (extent === 'view') return visibleBox(camera, view);
  const { left, top, right, bottom } = look.scene.drawing.bounds;
  return { left: left - MARGIN, top: top - MARGIN, right: right + MARGIN, bottom: bottom + MARGIN };
}

/** A view looks as on the screen; the whole graph is written out as far as the size allows. */
function pngPicture(
  { look }: PictureSource,
  { extent, isTransparent }: PictureWish,
  box: Box,
  { width, height, zoom }: PictureSize,
  onScreen: number,
): Picture {
  const ratio = extent === 'view' ? zoom / onScreen : Math.max(1, zoom);
  const scale = zoom / ratio;
  const picture = { ...look, left: box.left, top: box.top, scale, ratio, width: width / ratio, height: height / ratio };
  return isTransparent ? { ...picture, palette: { ...look.palette, background: 'rgba(0, 0, 0, 0)' } } : picture;
}

/** Read back all the time, which canvases on a graphics card are slow at. */
function stripPen(width: number, height: number): StripPen {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const pen = canvas.getContext('2d', { willReadFrequently: true });
  if (pen === null) throw new Error('This page has no canvas to draw on.');
  return pen;
}

/** Colours as a canvas gives them back: `#rrggbb` or `rgba(…)`, however a theme writes them. */
function plainColors(): (color: string) => string {
  const pen = stripPen(1, 1);
  const known = new Map<string, string>();
  return color => {
    const before = known.get(color);
    if (before !== undefined) return before;
    pen.fillStyle = color;
    const plain = String(pen.fillStyle);
    known.set(color, plain);
    return plain;
  };
}
