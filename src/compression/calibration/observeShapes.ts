import type { ByteSource } from '../../formats/byteSource';
import type { Workpiece } from '../graph/workpiece';
import { openScratch } from '../scratch';
import type { Feeds, Tools } from '../tools';
import { withShapes } from './observedModels';

/** Shapes that values have in one run, found by running it: inference cannot tell them where shapes depend on data. */
export async function observeShapes(
  work: Workpiece,
  source: ByteSource,
  values: ReadonlySet<string>,
  feeds: Feeds,
  tools: Tools,
): Promise<ReadonlyMap<string, readonly number[]>> {
  const { model, target, outputs } = withShapes(work, source, values);
  const session = await openScratch(model, target.payloads, tools);
  try {
    const results = await session.run(feeds, [...outputs.values()]);
    const shapeOf = (output: string): number[] => Array.from(results.get(output)?.data ?? [], Number);
    return new Map(Array.from(outputs, ([value, output]) => [value, shapeOf(output)]));
  } finally {
    await session.release();
  }
}
