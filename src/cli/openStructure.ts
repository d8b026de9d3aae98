import { nodeTable } from '../analysis/cost/nodeTable';
import { dimensionUnknown } from '../analysis/inputs/errors';
import { checkSize } from '../analysis/inputs/freeDimensions';
import { inferTypes } from '../analysis/shapes/inferTypes';
import { openFileSource } from '../formats/fileSource';
import { openModel } from '../formats/registry';
import type { Model } from '../model/model';
import type { ModelTypes } from '../model/valueTypes';
import type { NodeTable } from '../shared/nodeTable/nodeTable';
import type { FreeDimension } from '../shared/reports/measurement';

export interface Structure {
  readonly model: Model;
  readonly types: ModelTypes;
  /** Every node with what it costs. */
  readonly table: NodeTable;
}

/**
 * Opens a model without its weights, works out the types of its values and what its nodes cost, at the given sizes.
 * @throws LatheError `dimension.unknown` for a size that the model does not leave open, `dimension.value`.
 */
export async function openStructure(file: string, given: readonly FreeDimension[]): Promise<Structure> {
  const source = await openFileSource(file);
  try {
    const { model } = await openModel(source);
    const open = structureOf(model, new Map());
    if (given.length === 0) return open;
    const names = open.table.openSizes.map(({ name }) => name);
    for (const { name, value } of given) {
      if (!names.includes(name)) throw dimensionUnknown(name, names);
      checkSize(name, value);
    }
    return structureOf(model, new Map(given.map(({ name, value }) => [name, value])));
  } finally {
    await source.close();
  }
}

function structureOf(model: Model, dimensions: ReadonlyMap<string, number>): Structure {
  const types = inferTypes(model, { dimensions });
  return { model, types, table: nodeTable(model, types, dimensions) };
}
