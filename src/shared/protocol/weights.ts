import type { WeightFigures } from '../reports/weightReport';

/** Which elements of a tensor are rows and columns when it is looked at as a matrix. */
export interface MatrixChoice {
  /** Axis whose indices are rows; `null` puts everything into one row. */
  readonly rows: number | null;
  /** Axis whose indices are columns, the remaining axes held at `at`; `null`: all other axes, flattened in their order. */
  readonly columns: number | null;
  /** The index at which each axis is held that is neither rows nor columns. */
  readonly at: readonly number[];
}

/** A weight, and whether its stored codes are turned into the real numbers they stand for. */
export interface WeightChoice {
  readonly graph: string;
  readonly name: string;
  readonly dequantized: boolean;
}

export interface MatrixRequest extends WeightChoice {
  readonly matrix: MatrixChoice;
}

/** A rectangle of elements. */
export interface BlockRequest extends MatrixRequest {
  readonly row: number;
  readonly column: number;
  readonly rows: number;
  readonly columns: number;
}

/** Cells of a picture along each side of a tile. */
export const TILE_CELLS = 256;

/** Part of a picture whose cells cover `2 ** rowLevel` rows and `2 ** columnLevel` columns. */
export interface TileRequest extends MatrixRequest {
  readonly rowLevel: number;
  readonly columnLevel: number;
  readonly tileRow: number;
  readonly tileColumn: number;
  /** A request of a later generation ends those of earlier ones. */
  readonly generation: number;
}

/** What a cell holds besides finite numbers: bits of `PictureTile.marks`. */
export const MARK_NAN = 1;
export const MARK_POSITIVE_INFINITY = 2;
export const MARK_NEGATIVE_INFINITY = 4;

export type PictureNumbers = Float32Array | Float64Array;

/** Cells row by row. Numbers are NaN where a cell has no finite element; those of cells of one element are in `mean`. */
export interface PictureTile {
  readonly rows: number;
  readonly columns: number;
  readonly mean: PictureNumbers;
  /** `null` when every cell is one element. */
  readonly min: PictureNumbers | null;
  readonly max: PictureNumbers | null;
  /** Share of zeros in 255ths: 0 only when there are none, 255 only when all are. */
  readonly zeros: Uint8Array;
  readonly marks: Uint8Array;
}

/** What the whole of a matrix is like; numbers over its finite elements, `null` when there are none. */
export interface PictureFacts {
  readonly rows: number;
  readonly columns: number;
  /** From these levels on tiles come from memory; finer ones are read. */
  readonly rowLevel: number;
  readonly columnLevel: number;
  readonly min: number | null;
  readonly max: number | null;
  readonly mean: number | null;
  readonly std: number | null;
  readonly finite: number;
  readonly zeros: number;
  readonly nan: number;
  readonly infinite: number;
}

/** Range, mean and zeros of each channel along an axis; several neighbours together when there are very many. */
export interface ChannelRanges {
  readonly axis: number;
  readonly channels: number;
  /** Channels that one entry covers; the last may cover fewer. */
  readonly perEntry: number;
  /** By entry; NaN where no element is finite. */
  readonly min: Float64Array;
  readonly max: Float64Array;
  readonly mean: Float64Array;
  readonly zeros: Float64Array;
  /** NaN and infinite elements. */
  readonly notFinite: Float64Array;
  /** Elements of one channel. */
  readonly elements: number;
}

/** Printed elements of a rectangle, row by row: numbers so that they read back as they are. */
export interface PrintedBlock {
  readonly row: number;
  readonly column: number;
  readonly rows: number;
  readonly columns: number;
  readonly values: readonly string[];
}

/** An element of a sparse tensor and its index, one number for each axis. */
export interface StoredEntry {
  readonly index: readonly number[];
  readonly value: string;
}

export interface StoredEntries {
  readonly start: number;
  readonly stored: number;
  readonly entries: readonly StoredEntry[];
}

export type NpyForm = 'values' | 'codes';

/** A way of writing a weight as `.npy`. */
export interface NpyChoice {
  readonly form: NpyForm;
  /** `<f4`, `|i1`, … */
  readonly descr: string;
  /** What is written, in words. */
  readonly label: string;
  readonly bytes: number;
}

/** How a weight's stored codes stand for real numbers, in words and for the switch. */
export interface QuantizationFacts {
  readonly text: string;
  /** `false` when the scale is not known. */
  readonly canDequantize: boolean;
  /** The code that stands for zero, when it is one for all. */
  readonly zeroPoint: number | null;
}

/** A weight as it is looked at. */
export interface WeightFacts {
  readonly graph: string;
  readonly name: string;
  /** `float32[64,3,7,7]` */
  readonly type: string;
  readonly bytes: number;
  readonly where: string;
  /** Element type and shape as they are shown: fields packed into bytes count as elements of their own. */
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly elements: number;
  readonly kind: 'real' | 'complex' | 'text' | 'none';
  readonly quantization: QuantizationFacts | null;
  /** Elements that a sparse tensor stores. */
  readonly stored: number | null;
  /** Axis of the output channels, when an operator tells. */
  readonly outputAxis: number | null;
  /** Set for weights of convolutions: the kernel's sizes are the last axes. */
  readonly kernel: { readonly first: 'outputs' | 'inputs'; readonly sizes: readonly number[] } | null;
  readonly exports: { readonly stored: readonly NpyChoice[]; readonly dequantized: readonly NpyChoice[] };
}

/** An answer, or how far it is: then the same question is asked again. */
export type Pending<T> =
  | { readonly state: 'ready'; readonly value: T }
  | { readonly state: 'working'; readonly done: number; readonly total: number };

/** What the page asks about one weight. All reject with the reason why its bytes cannot be read. */
export interface WeightMethods {
  weightFacts(graph: string, name: string): WeightFacts;
  /** Figures with a histogram of this weight alone, from the report of all if there is one. Runs in the child. */
  weightFigures(graph: string, name: string): Pending<WeightFigures>;
  /** Reads a whole matrix once for the picture of it, which stays in memory until another is asked for. */
  weightPicture(request: MatrixRequest): Pending<PictureFacts>;
  /** Rejects with kind `cancelled` when a later generation came. */
  weightTile(request: TileRequest): PictureTile;
  channelRanges(request: WeightChoice, axis: number): Pending<ChannelRanges>;
  /** Ends what `weightFigures`, `weightPicture` and `channelRanges` have under way. */
  cancelWeight(): void;
  weightNumbers(request: BlockRequest): PictureNumbers;
  weightValues(request: BlockRequest): PrintedBlock;
  /** Of a sparse tensor. */
  weightEntries(graph: string, name: string, start: number, count: number): StoredEntries;
  /** Asks where to and writes the whole weight; gives the file's name, `null` when the person gave up. */
  exportWeight(request: WeightChoice, form: NpyForm): string | null;
}
