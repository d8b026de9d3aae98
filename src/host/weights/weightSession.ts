import { readNumbers, readPrinted, readStored } from '../../analysis/picture/blocks';
import { readChannels } from '../../analysis/picture/channels';
import { elementGrid } from '../../analysis/picture/elementGrid';
import { ElementReader } from '../../analysis/picture/elementReader';
import type { Patience } from '../../analysis/picture/fillCells';
import { covers, type Pyramid, readPyramid, readTile, tileFrom } from '../../analysis/picture/pyramid';
import { isDrawable, type ReadElements, type Subject, subjectOf, zeroOf } from '../../analysis/picture/subject';
import { weightFacts } from '../../analysis/picture/weightFacts';
import { CHUNK_BYTES } from '../../analysis/weights/pieces';
import { Pace } from '../../formats/pace';
import { type WeightFiles, weightChunks } from '../../formats/weightReader';
import type { Model } from '../../model/model';
import { findWeight } from '../../model/queries';
import type {
  BlockRequest,
  ChannelRanges,
  MatrixRequest,
  Pending,
  PictureFacts,
  PictureNumbers,
  PictureTile,
  PrintedBlock,
  StoredEntries,
  TileRequest,
  WeightChoice,
  WeightFacts,
} from '../../shared/protocol/weights';
import { unknownWeight } from '../errors';
import { PendingWork } from './pending';
import { rangedReads } from './weightBytes';

/** Most entries of a sparse tensor in one answer. */
const MOST_ENTRIES = 1000;

/** What was asked for last, under way or done. */
interface Kept<T> {
  readonly key: string;
  readonly work: PendingWork<T>;
}

/** Looking at the weights of one open model, one after the other: what is under way and what is kept belongs to the last one. */
export class WeightSession {
  readonly #read: ReadElements;
  #subject: { readonly key: string; readonly subject: Promise<Subject> } | null = null;
  #picture: Kept<Pyramid> | null = null;
  #channels: Kept<ChannelRanges> | null = null;
  #tiles = { generation: 0, abort: new AbortController() };

  constructor(
    private readonly model: Model,
    private readonly files: WeightFiles,
  ) {
    this.#read = rangedReads(files);
  }

  async facts(graph: string, name: string): Promise<WeightFacts> {
    return weightFacts(this.model, await this.subject(graph, name));
  }

  /** @throws LatheError `host.unknownWeight`, and why its scales or places cannot be read. */
  async subject(graph: string, name: string): Promise<Subject> {
    const key = JSON.stringify([graph, name]);
    if (this.#subject?.key !== key) {
      this.cancel();
      this.#subject = { key, subject: this.#open(graph, name) };
    }
    const now = this.#subject;
    try {
      return await now.subject;
    } catch (thrown) {
      if (this.#subject === now) this.#subject = null;
      throw thrown;
    }
  }

  async #open(graph: string, name: string): Promise<Subject> {
    const located = findWeight(this.model, graph, name);
    if (located === undefined) throw unknownWeight(graph, name);
    return subjectOf(this.model, located, weight => weightChunks(weight, this.files, CHUNK_BYTES), this.#read);
  }

  async picture(request: MatrixRequest): Promise<Pending<PictureFacts>> {
    const subject = await this.subject(request.graph, request.name);
    const key = pictureKey(request);
    if (this.#picture?.key !== key) {
      this.#picture?.work.cancel();
      const [reader, grid] = this.#view(subject, request);
      const zero = zeroOf(subject, request.dequantized);
      const work = new PendingWork(
        (signal, progress) => readPyramid(reader, grid, zero, patience(signal, progress)),
        subject.sparse?.places.length ?? grid.rows * grid.columns,
      );
      this.#picture = { key, work };
    }
    const answer = await this.#kept(this.#picture, now => {
      if (this.#picture === now) this.#picture = null;
    });
    return answer.state === 'ready' ? { state: 'ready', value: answer.value.facts } : answer;
  }

  async tile(request: TileRequest): Promise<PictureTile> {
    const subject = await this.subject(request.graph, request.name);
    const [reader, grid] = this.#view(subject, request);
    const zero = zeroOf(subject, request.dequantized);
    if (request.generation > this.#tiles.generation) {
      this.#tiles.abort.abort();
      this.#tiles = { generation: request.generation, abort: new AbortController() };
    }
    const { abort } = this.#tiles;
    const whole = this.#picture?.key === pictureKey(request) ? await this.#picture.work.answer() : null;
    const work = patience(abort.signal);
    if (whole?.state === 'ready' && covers(whole.value, request)) {
      return tileFrom(whole.value, reader, zero, request, work);
    }
    return readTile(reader, grid, zero, request, work);
  }

  async channels(request: WeightChoice, axis: number): Promise<Pending<ChannelRanges>> {
    const subject = await this.subject(request.graph, request.name);
    const key = JSON.stringify([request.graph, request.name, request.dequantized, axis]);
    if (this.#channels?.key !== key) {
      this.#channels?.work.cancel();
      const reader = new ElementReader(subject, this.#read, request.dequantized);
      const zero = zeroOf(subject, request.dequantized);
      const work = new PendingWork(
        (signal, progress) => readChannels(reader, axis, zero, patience(signal, progress)),
        subject.sparse?.places.length ?? subject.elements,
      );
      this.#channels = { key, work };
    }
    return this.#kept(this.#channels, now => {
      if (this.#channels === now) this.#channels = null;
    });
  }

  async numbers(request: BlockRequest): Promise<PictureNumbers> {
    const subject = await this.subject(request.graph, request.name);
    const [reader, grid] = this.#view(subject, request);
    return readNumbers(reader, grid, request);
  }

  async values(request: BlockRequest): Promise<PrintedBlock> {
    const subject = await this.subject(request.graph, request.name);
    const grid = elementGrid(request.name, subject.shape, request.matrix);
    const reader = isDrawable(subject.dtype) ? new ElementReader(subject, this.#read, request.dequantized) : null;
    return readPrinted(subject, reader, grid, request);
  }

  async entries(graph: string, name: string, start: number, count: number): Promise<StoredEntries> {
    const subject = await this.subject(graph, name);
    const stored = subject.sparse?.places.length ?? 0;
    // Sub-byte types begin on a byte border at multiples of four.
    const first = Math.min(Math.max(0, Math.trunc(start) - (Math.trunc(start) % 4)), stored);
    const shown = Math.max(0, Math.min(Math.trunc(count), MOST_ENTRIES, stored - first));
    return { start: first, stored, entries: await readStored(subject, this.#read, first, shown) };
  }

  get read(): ReadElements {
    return this.#read;
  }

  /** Ends what is under way; what is kept stays. */
  cancel(): void {
    if (this.#picture?.work.cancel() === true) this.#picture = null;
    if (this.#channels?.work.cancel() === true) this.#channels = null;
    this.#tiles.abort.abort();
    this.#tiles = { generation: this.#tiles.generation, abort: new AbortController() };
  }

  #view(subject: Subject, request: MatrixRequest): readonly [ElementReader, ReturnType<typeof elementGrid>] {
    const reader = new ElementReader(subject, this.#read, request.dequantized);
    return [reader, elementGrid(request.name, subject.shape, request.matrix)];
  }

  /** A failure is told once; who asks again gets another attempt. */
  async #kept<T>(now: Kept<T>, forget: (now: Kept<T>) => void): Promise<Pending<T>> {
    try {
      return await now.work.answer();
    } catch (thrown) {
      forget(now);
      throw thrown;
    }
  }
}

function pictureKey({ graph, name, dequantized, matrix }: MatrixRequest): string {
  return JSON.stringify([graph, name, dequantized, matrix.rows, matrix.columns, matrix.at]);
}

/** Work in slices that never hold the host longer than a person could feel. */
export function patience(signal: AbortSignal, progress: (done: number) => void = () => undefined): Patience {
  const pace = new Pace();
  let done = 0;
  return {
    signal,
    rest: () => (pace.due ? pace.rest() : null),
    progress: elements => {
      done += elements;
      progress(done);
    },
  };
}
