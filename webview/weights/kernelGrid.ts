import type { WeightFacts } from '../../src/shared/protocol/weights';

/** How the kernels of a convolution's weight are laid out on the page: pixels are the page's. */
export interface KernelGrid {
  /** Axis 0 and axis 1 of the weight. */
  readonly firsts: number;
  readonly seconds: number;
  /** Numbers along a kernel's height and width as drawn, and elements of a whole kernel. */
  readonly height: number;
  readonly width: number;
  readonly elements: number;
  /** Slices of three-dimensional kernels; one is drawn. */
  readonly slices: number;
  readonly pixel: number;
  readonly pitchX: number;
  readonly pitchY: number;
  /** Kernels in a line: all of axis 1, or as many of axis 0 as fit when there is one for each. */
  readonly perLine: number;
  readonly lines: number;
}

const GAP = 4;
const LEAST_SIDE = 28;
/** Few kernels are drawn larger than many, up to this many pixels for a number. */
const LARGEST_PIXEL = 24;
/** Kernels of more elements are pictures of their own. */
export const LARGEST_KERNEL = 4096;

/** `null` when the weight has no kernels that could be drawn small. */
export function kernelGrid(
  { kernel, shape }: WeightFacts,
  room: { readonly width: number; readonly height: number },
): KernelGrid | null {
  const [firsts = 0, seconds = 0] = shape;
  if (kernel === null || firsts * seconds === 0) return null;
  const sizes = [1, 1, 1, ...kernel.sizes].slice(-3);
  const [slices = 1, height = 1, width = 1] = sizes;
  const elements = slices * height * width;
  if (elements === 0 || elements > LARGEST_KERNEL) return null;
  const least = Math.max(2, Math.min(14, Math.ceil(LEAST_SIDE / Math.max(height, width))));
  const laidOut = (pixel: number): KernelGrid => {
    const pitchX = width * pixel + GAP;
    const pitchY = height * pixel + GAP;
    const isDepthwise = seconds === 1;
    const perLine = isDepthwise ? Math.max(1, Math.min(firsts, Math.floor(room.width / pitchX))) : seconds;
    const lines = isDepthwise ? Math.ceil(firsts / perLine) : firsts;
    return { firsts, seconds, height, width, elements, slices, pixel, pitchX, pitchY, perLine, lines };
  };
  for (let pixel = LARGEST_PIXEL; pixel > least; pixel--) {
    const grid = laidOut(pixel);
    if (grid.perLine * grid.pitchX <= room.width && grid.lines * grid.pitchY <= room.height) return grid;
  }
  return laidOut(least);
}

/** Axis 0 and axis 1 of the kernel in a line and at a place of it; `null` past the end. */
export function kernelAt(
  grid: KernelGrid,
  line: number,
  place: number,
): { readonly first: number; readonly second: number } | null {
  if (line < 0 || place < 0 || line >= grid.lines || place >= grid.perLine) return null;
  if (grid.seconds > 1) return { first: line, second: place };
  const first = line * grid.perLine + place;
  return first < grid.firsts ? { first, second: 0 } : null;
}
