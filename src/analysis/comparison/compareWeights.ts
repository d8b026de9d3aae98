import type { Model } from '../../model/model';
import type { LocatedWeight } from '../../model/modelIndex';
import { cancelled, LatheError } from '../../shared/errors';
import { NOT_COMPARED } from '../../shared/reports/compareFigures';
import type { NodeStatus, WeightRow, WeightSide } from '../../shared/reports/compareReport';
import { type ComparedWeight, compareWeight } from './compareWeight';
import { type DifferenceKernel, differenceKernel } from './kernels/differenceKernel';
import { type SizedChunks, type WeightSubject, weightSubject } from './weightSubject';

/** Two weights that stand for each other, or one that stands alone, and the line of the layer it belongs to. */
export interface WeightsToCompare {
  readonly a: LocatedWeight | null;
  readonly b: LocatedWeight | null;
  readonly owner: WeightRow['owner'];
}

/** A model whose weights are read. */
export interface WeightOwner {
  readonly model: Model;
  readonly chunks: SizedChunks;
}

export interface CompareWeightsOptions {
  readonly signal: AbortSignal;
  /** Called as weights are read; `done` and `total` are stored bytes of both models. */
  readonly progress: (done: number, total: number, weight: string) => void;
}

/** Failures of one weight that say nothing about the others. */
const SKIPPED_KINDS = new Set(['malformed', 'unsupported', 'missing', 'refused', 'environment']);

/**
 * Compares paired weights by what they hold, each with the memory of a piece. A weight that cannot be read is listed with the reason.
 * @throws LatheError `cancelled`, or when a file changed underneath.
 */
export async function compareWeights(
  a: WeightOwner,
  b: WeightOwner,
  pairs: readonly WeightsToCompare[],
  { signal, progress }: CompareWeightsOptions,
): Promise<readonly WeightRow[]> {
  const total = pairs.reduce((sum, pair) => sum + (pair.a?.weight.bytes ?? 0) + (pair.b?.weight.bytes ?? 0), 0);
  const kernel = differenceKernel();
  const rows: WeightRow[] = [];
  let before = 0;
  for (const pair of pairs) {
    if (signal.aborted) throw cancelled();
    const bytes = (pair.a?.weight.bytes ?? 0) + (pair.b?.weight.bytes ?? 0);
    const name = pair.a?.name ?? pair.b?.name ?? '';
    let read = 0;
    const watched = (chunks: SizedChunks): SizedChunks =>
      async function* (weight, size, buffer) {
        for await (const chunk of chunks(weight, size, buffer)) {
          if (signal.aborted) throw cancelled();
          read += chunk.length;
          progress(before + Math.min(read, bytes), total, name);
          yield chunk;
        }
      };
    progress(before, total, name);
    rows.push(await weightRow({ ...a, chunks: watched(a.chunks) }, { ...b, chunks: watched(b.chunks) }, pair, kernel));
    before += bytes;
  }
  return rows;
}

async function weightRow(
  a: WeightOwner,
  b: WeightOwner,
  pair: WeightsToCompare,
  kernel: DifferenceKernel,
): Promise<WeightRow> {
  const { owner } = pair;
  const alone = { difference: null, transposed: false, note: null, owner };
  if (pair.a === null || pair.b === null) {
    const status: NodeStatus = pair.a === null ? 'added' : 'removed';
    return { status, a: side(pair.a, null, null), b: side(pair.b, null, null), ...alone };
  }
  try {
    const one = await weightSubject(a.model, pair.a, a.chunks);
    const other = await weightSubject(b.model, pair.b, b.chunks);
    const { isSame, difference, zeros, transposed, note } = await compareWeight(one, other, kernel);
    const sides = { a: side(pair.a, one, zeros?.a ?? null), b: side(pair.b, other, zeros?.b ?? null) };
    return { status: statusOf(pair, isSame), ...sides, owner, difference, transposed, note };
  } catch (thrown) {
    if (!(thrown instanceof LatheError) || !SKIPPED_KINDS.has(thrown.info.kind)) throw thrown;
    const sides = { a: side(pair.a, null, null), b: side(pair.b, null, null) };
    return { status: 'changed', ...sides, ...alone, note: `${NOT_COMPARED}${thrown.info.message}` };
  }
}

function statusOf({ a, b }: WeightsToCompare, isSame: ComparedWeight['isSame']): NodeStatus {
  if (!isSame) return 'changed';
  return a?.name === b?.name ? 'same' : 'renamed';
}

function side(located: LocatedWeight, subject: WeightSubject | null, zeros: number | null): WeightSide;
function side(located: LocatedWeight | null, subject: WeightSubject | null, zeros: number | null): WeightSide | null;
function side(located: LocatedWeight | null, subject: WeightSubject | null, zeros: number | null): WeightSide | null {
  if (located === null) return null;
  const { graph, name, weight } = located;
  return {
    graph,
    name,
    dtype: subject?.dtype ?? weight.dtype,
    shape: subject?.shape ?? weight.shape,
    bytes: weight.bytes,
    zeros,
    dequantized: subject?.dequantizer?.scales != null,
  };
}
