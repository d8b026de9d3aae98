import type { ExternalFile, ExternalFiles } from '../model/lint/facts';
import type { Model } from '../model/model';
import { allWeights } from '../model/queries';
import { errorInfo, LatheError } from '../shared/errors';
import type { WeightFiles } from './weightReader';

/** Looks at every file a model refers to, reading none, by location as the model writes it. */
export async function externalFiles(model: Model, files: WeightFiles): Promise<ExternalFiles> {
  const found = new Map<string, ExternalFile>();
  for (const { weight } of allWeights(model)) {
    const { payload } = weight;
    if (payload.kind !== 'external' || found.has(payload.location)) continue;
    try {
      const { size } = await files.external(payload.location, weight.name);
      found.set(payload.location, { kind: 'usable', size });
    } catch (thrown) {
      if (!(thrown instanceof LatheError)) throw thrown;
      const { kind, message } = errorInfo(thrown);
      // From a virtual file system nothing can be told.
      if (kind === 'unsupported') continue;
      found.set(payload.location, { kind: kind === 'missing' ? 'missing' : 'refused', reason: message });
    }
  }
  return found;
}
