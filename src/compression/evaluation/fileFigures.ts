import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createDeflateRaw } from 'node:zlib';
import type { ByteSource } from '../../formats/byteSource';
import type { WeightFiles } from '../../formats/weightReader';
import type { Model } from '../../model/model';
import { allWeights } from '../../model/queries';
import { storedBytes } from '../../model/storedBytes';
import type { FileFigures } from '../../shared/reports/evaluation';

/**
 * Weights hold next to no repetitions, so what deflate gains comes from the uneven use of byte values, which the fastest level
 * finds as well, in a fifth of the time of the usual one.
 */
const LEVEL = 1;
const CHUNK_BYTES = 1 << 20;

/** Sizes of a model with its external data. `name` is what the report calls it; `check` throws to stop. */
export async function fileFigures(
  model: Model,
  files: WeightFiles,
  name: string,
  check: () => void,
): Promise<FileFigures> {
  let zippedBytes = 0;
  for (const source of await sourcesOf(model, files)) zippedBytes += await deflatedBytes(source, check);
  return {
    file: name,
    bytes: storedBytes(model),
    zippedBytes,
    weightBytes: allWeights(model).reduce((sum, { weight }) => sum + weight.bytes, 0),
  };
}

async function sourcesOf(model: Model, files: WeightFiles): Promise<readonly ByteSource[]> {
  const locations = new Map<string, string>();
  for (const { weight } of allWeights(model)) {
    if (weight.payload.kind === 'external') locations.set(weight.payload.location, weight.name);
  }
  const external: ByteSource[] = [];
  for (const [location, tensor] of locations) external.push(await files.external(location, tensor));
  return [files.model, ...external];
}

async function deflatedBytes(source: ByteSource, check: () => void): Promise<number> {
  let bytes = 0;
  await pipeline(
    Readable.from(chunksOf(source, check), { objectMode: false }),
    createDeflateRaw({ level: LEVEL }),
    async (deflated: AsyncIterable<Uint8Array>) => {
      for await (const chunk of deflated) bytes += chunk.length;
    },
  );
  return bytes;
}

async function* chunksOf(source: ByteSource, check: () => void): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < source.size; at += CHUNK_BYTES) {
    check();
    yield await source.read(at, Math.min(CHUNK_BYTES, source.size - at));
  }
}
