import path from 'node:path';
import { rankReport } from '../../analysis/weights/rank/rankReport';
import { openFileSource } from '../../formats/fileSource';
import { openModel } from '../../formats/registry';
import { openWeightFiles, weightChunks } from '../../formats/weightReader';
import type { JobHandler } from '../jobHandler';
import { pauses } from '../pauses';

const CHUNK_BYTES = 2 ** 21;

/** Effective ranks of some or all weights of a model. Needs no runtime and memory for one weight and its Gram matrix. */
export const ranksJob: JobHandler<'ranks'> = async (request, context) => {
  context.progress({ phase: 'Opening', fraction: 0 });
  const source = await openFileSource(request.model);
  const files = openWeightFiles(request.model, source);
  try {
    const { model } = await openModel(source);
    const buffer = new Uint8Array(CHUNK_BYTES);
    return await rankReport(model, weight => weightChunks(weight, files, CHUNK_BYTES, () => buffer), {
      file: path.basename(request.model),
      names: request.names,
      signal: context.signal,
      progress: (fraction, detail) => context.progress({ phase: 'Finding ranks', fraction, detail }),
      pause: pauses(),
    });
  } finally {
    await files.close();
    await source.close();
  }
};
