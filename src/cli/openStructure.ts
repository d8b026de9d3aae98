import { inferTypes } from '../analysis/shapes/inferTypes';
import { openFileSource } from '../formats/fileSource';
import { openModel } from '../formats/registry';
import type { Model } from '../model/model';
import type { ModelTypes } from '../model/valueTypes';

/** Opens a model without its weights and works out the types of its values. */
export async function openStructure(file: string): Promise<{ readonly model: Model; readonly types: ModelTypes }> {
  const source = await openFileSource(file);
  try {
    const { model } = await openModel(source);
    return { model, types: inferTypes(model) };
  } finally {
    await source.close();
  }
}
