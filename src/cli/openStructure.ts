import { nodeTable } from '../analysis/cost/nodeTable';
import { dimensionUnknown } from '../analysis/inputs/errors';
import { checkSize } from '../analysis/inputs/freeDimensions';
import { inferTypes } from '../analysis/shapes/inferTypes';
import { MOST_DATA } from '../analysis/shapes/rule';
import { openFileSource } from '../formats/fileSource';
import { openModel } from '../formats/registry';
import { readSmallConstants } from '../formats/smallConstants';
import { openWeightFiles } from '../formats/weightReader';
import type { NumericArray } from '../model/elements';
import type { Model, Weight } from '../model/model';
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
 * Opens a model, reading only weights that shapes are computed from, works out the types of its values and what its nodes cost, at the given sizes.
 * @throws LatheError `dimension.unknown` for a size that the model does not leave open, `dimension.value`.
 */
export async function openStructure(file: string, given: readonly FreeDimension[]): Promise<Structure> {
  const source = await openFileSource(file);
  try {
    const { model } = await openModel(source);
    const files = openWeightFiles(file, source);
    const constants = await readSmallConstants(model, files, MOST_DATA).finally(() => files.close());
    const open = structureOf(model, constants, new Map());
    if (given.length === 0) return open;
    const names = open.table.openSizes.map(({ name }) => name);
    for (const { name, value } of given) {
      if (!names.includes(name)) throw dimensionUnknown(name, names);
      checkSize(name, value);
    }
    return structureOf(model, constants, new Map(given.map(({ name, value }) => [name, value])));
  } finally {
    await source.close();
  }
}

function structureOf(
  model: Model,
  constants: (weight: Weight) => NumericArray | null,
  dimensions: ReadonlyMap<string, number>,
): Structure {
  const types = inferTypes(model, { dimensions, constants });
  return { model, types, table: nodeTable(model, types, dimensions) };
}
