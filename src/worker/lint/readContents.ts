import { createHash } from 'node:crypto';
import { type WeightFiles, weightChunks } from '../../formats/weightReader';
import { duplicateCandidates } from '../../model/lint/duplicateCandidates';
import type { WeightContent, WeightContents } from '../../model/lint/facts';
import { type SpecialCounts, specialCounter } from '../../model/lint/specialNumbers';
import type { Model, Weight } from '../../model/model';
import { allWeights } from '../../model/queries';
import { errorInfo } from '../../shared/errors';

/** Read at once: small enough to stay in the processor's cache while it is counted. */
const CHUNK_BYTES = 2 ** 20;

/** Why a weight cannot be read tells something about the weight, unless it is one of these. */
const FATAL = new Set(['cancelled', 'changed', 'internal']);

export interface ReadingOptions {
  /** Throws when the work is to stop. */
  checkCancelled(): void;
  /** Bytes that were read, of all that have to be. */
  progress(done: number, total: number, weight: string): void;
}

/**
 * Reads every weight once that can hold NaN or infinity or that another one may equal, a chunk at a time.
 * @throws LatheError of kind `cancelled` or `changed`; what is wrong with one weight is kept beside the others.
 */
export async function readContents(model: Model, files: WeightFiles, options: ReadingOptions): Promise<WeightContents> {
  const candidates = duplicateCandidates(model);
  const wanted = new Set(allWeights(model).map(({ weight }) => weight));
  for (const weight of wanted) {
    if (!candidates.has(weight) && specialCounter(weight.dtype) === null) wanted.delete(weight);
  }
  const total = [...wanted].reduce((sum, { bytes }) => sum + bytes, 0);
  const read = new Map<Weight, WeightContent>();
  const unread = new Map<Weight, string>();
  let done = 0;
  for (const weight of wanted) {
    const start = done;
    const chunks = counted(weightChunks(weight, files, CHUNK_BYTES), bytes => {
      done += bytes;
      options.checkCancelled();
      options.progress(done, total, weight.name);
    });
    try {
      read.set(weight, await contentOf(weight, chunks, candidates.has(weight)));
    } catch (thrown) {
      const { kind, message } = errorInfo(thrown);
      if (FATAL.has(kind)) throw thrown;
      unread.set(weight, message);
    }
    done = start + weight.bytes;
  }
  return { read, unread };
}

async function* counted(chunks: AsyncIterable<Uint8Array>, note: (bytes: number) => void): AsyncIterable<Uint8Array> {
  for await (const chunk of chunks) {
    note(chunk.length);
    yield chunk;
  }
}

async function contentOf(
  weight: Weight,
  chunks: AsyncIterable<Uint8Array>,
  isCandidate: boolean,
): Promise<WeightContent> {
  const counts: SpecialCounts = { nan: 0, positiveInfinite: 0, negativeInfinite: 0 };
  const count = specialCounter(weight.dtype);
  const hash = isCandidate ? createHash('sha256') : null;
  for await (const chunk of chunks) {
    count?.(chunk, counts);
    hash?.update(chunk);
  }
  return { ...counts, digest: hash?.digest('base64') ?? null };
}
