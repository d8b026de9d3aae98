import { realValues } from '../../compression/evaluation/realValues';
import type { Feeds, Tools } from '../../compression/tools';
import type { Tensor } from '../../model/tensor';

type Outputs = ReadonlyMap<string, Tensor>;

/**
 * Largest difference of any element of any output when two models run as they are written. With its own optimizations the runtime
 * may choose other kernels for each, which round differently though both say the same.
 */
export async function plainError(source: string, target: string, feeds: Feeds, tools: Tools): Promise<number> {
  tools.progress({ phase: 'Comparing answers', fraction: 1, detail: 'without optimizations of the runtime' });
  const expected = await plainOutputs(source, feeds, tools);
  const actual = await plainOutputs(target, feeds, tools);
  let largest = 0;
  for (const [name, tensor] of expected) largest = Math.max(largest, errorOf(tensor, actual.get(name)));
  return largest;
}

async function plainOutputs(model: string, feeds: Feeds, tools: Tools): Promise<Outputs> {
  tools.checkCancelled();
  const session = await tools.runtime.open(model, {
    threads: tools.threads,
    spinning: false,
    optimization: 'disabled',
  });
  try {
    return await session.run(feeds);
  } finally {
    await session.release();
  }
}

/** Infinite where shapes differ or only one is NaN. */
function errorOf(expected: Tensor, actual: Tensor | undefined): number {
  if (actual === undefined || String(actual.shape) !== String(expected.shape)) return Number.POSITIVE_INFINITY;
  const x = realValues(expected);
  const y = realValues(actual);
  if (x === null || y === null) return String(expected.data) === String(actual.data) ? 0 : Number.POSITIVE_INFINITY;
  let largest = 0;
  for (let i = 0; i < x.length; i++) {
    const [a, b] = [x[i] as number, y[i] as number];
    if (Object.is(a, b) || a === b) continue;
    const error = Math.abs(a - b);
    largest = Math.max(largest, Number.isNaN(error) ? Number.POSITIVE_INFINITY : error);
  }
  return largest;
}
