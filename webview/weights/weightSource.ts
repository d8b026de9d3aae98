import type { Remote } from '../../src/shared/protocol/rpc';
import type {
  BlockRequest,
  ChannelRanges,
  MatrixChoice,
  PictureFacts,
  PictureNumbers,
  PictureTile,
  PrintedBlock,
  WeightFacts,
  WeightMethods,
} from '../../src/shared/protocol/weights';
import type { WeightFigures } from '../../src/shared/reports/weightReport';
import type { Level } from './pictureCamera';
import { untilReady } from './untilReady';

type Block = Pick<BlockRequest, 'row' | 'column' | 'rows' | 'columns'>;

/** One weight as the viewer asks after it, with the choices that all its parts share. */
export class WeightSource {
  dequantized: boolean;
  matrix: MatrixChoice;
  #generation = 0;
  #isOpen = true;

  constructor(
    readonly host: Remote<WeightMethods>,
    readonly facts: WeightFacts,
  ) {
    this.dequantized = facts.quantization?.canDequantize ?? false;
    this.matrix = { rows: facts.shape.length < 2 ? null : 0, columns: null, at: facts.shape.map(() => 0) };
  }

  /** The number in the middle of the colours: the code that stands for zero. */
  get middle(): number {
    return this.dequantized ? 0 : (this.facts.quantization?.zeroPoint ?? 0);
  }

  picture(progress: (fraction: number) => void, isWanted: () => boolean): Promise<PictureFacts | null> {
    const request = { ...this.#choice(), matrix: this.matrix };
    return untilReady(
      () => this.host.weightPicture(request),
      progress,
      () => this.#isOpen && isWanted(),
    );
  }

  channels(axis: number, progress: (fraction: number) => void, isWanted: () => boolean): Promise<ChannelRanges | null> {
    const request = this.#choice();
    return untilReady(
      () => this.host.channelRanges(request, axis),
      progress,
      () => this.#isOpen && isWanted(),
    );
  }

  figures(progress: (fraction: number) => void, isWanted: () => boolean): Promise<WeightFigures | null> {
    const { graph, name } = this.facts;
    return untilReady(
      () => this.host.weightFigures(graph, name),
      progress,
      () => this.#isOpen && isWanted(),
    );
  }

  /** Ends tiles that are still under way. */
  forgetTiles(): void {
    this.#generation += 1;
  }

  tile(level: Level, tileRow: number, tileColumn: number): Promise<PictureTile> {
    const generation = this.#generation;
    return this.host.weightTile({ ...this.#choice(), matrix: this.matrix, ...level, tileRow, tileColumn, generation });
  }

  numbers(block: Block, matrix = this.matrix): Promise<PictureNumbers> {
    return this.host.weightNumbers({ ...this.#choice(), matrix, ...block });
  }

  values(block: Block, matrix = this.matrix): Promise<PrintedBlock> {
    return this.host.weightValues({ ...this.#choice(), matrix, ...block });
  }

  /** Ends what is under way. */
  stop(): Promise<void> {
    return this.host.cancelWeight();
  }

  close(): Promise<void> {
    this.#isOpen = false;
    return this.stop();
  }

  #choice() {
    const { graph, name } = this.facts;
    return { graph, name, dequantized: this.dequantized };
  }
}

/** Rows and columns that a choice of axes gives. */
export function matrixSize(
  shape: readonly number[],
  { rows, columns }: MatrixChoice,
): { rows: number; columns: number } {
  const total = shape.reduce((a, b) => a * b, 1);
  if (rows === null) return { rows: total === 0 ? 0 : 1, columns: total };
  const count = shape[rows] ?? 0;
  const others = shape.reduce((product, size, axis) => (axis === rows ? product : product * size), 1);
  return { rows: count, columns: columns === null ? others : (shape[columns] ?? 0) };
}
