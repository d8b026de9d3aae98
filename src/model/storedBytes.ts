import type { Model } from './model';
import { allWeights } from './queries';

/** Size of the model on disk: its file and the external data of its weights. */
export function storedBytes(model: Model): number {
  return allWeights(model).reduce(
    (sum, { weight }) => sum + (weight.payload.kind === 'external' ? weight.bytes : 0),
    model.fileBytes,
  );
}
