import path from 'node:path';
import type { ChunksOf } from '../../analysis/weights/dequantizer';
import { CHUNK_BYTES } from '../../analysis/weights/pieces';
import { weightReport } from '../../analysis/weights/weightReport';
import { openFileSource } from '../../formats/fileSource';
import { openModel } from '../../formats/registry';
import { openWeightFiles, weightChunks } from '../../formats/weightReader';
import { storedBytes } from '../../model/storedBytes';
import type { JobHandler } from '../jobHandler';
import { pauses, withPauses } from '../pauses';

/** Measures every constant of a model. Needs no runtime and memory for one chunk. */
export const weightsJob: JobHandler<'weights'> = async (request, context) => {
  context.progress({ phase: 'Opening', fraction: 0 });
  const source = await openFileSource(request.model);
  const files = openWeightFiles(request.model, source);
  try {
    const { model } = await openModel(source);
    const pause = pauses();
    const chunksOf: ChunksOf = (weight, buffer) => withPauses(weightChunks(weight, files, CHUNK_BYTES, buffer), pause);
    return await weightReport(model, chunksOf, {
      file: path.basename(request.model),
      bytes: storedBytes(model),
      bins: request.bins,
      nearZero: request.nearZero,
      only: request.only ?? null,
      signal: context.signal,
      progress: (done, total, weight) => {
        context.progress({ phase: 'Measuring weights', fraction: total === 0 ? 1 : done / total, detail: weight });
      },
    });
  } finally {
    await files.close();
    await source.close();
  }
};
