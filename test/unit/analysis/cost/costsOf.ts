import { nodeTable } from '../../../../src/analysis/cost/nodeTable';
import { inferTypes } from '../../../../src/analysis/shapes/inferTypes';
import { memorySource } from '../../../../src/formats/fileSource';
import { readOnnx } from '../../../../src/formats/onnx/readOnnx';
import { plainNumber } from '../../../../src/shared/amount';
import { amountAt, rowCount, textAt } from '../../../../src/shared/nodeTable/cells';
import type { AmountColumn, NodeTable } from '../../../../src/shared/nodeTable/nodeTable';
import { type GraphBuilder, type ModelOptions, modelBytes } from '../../../fixtures/builders/onnxModel';

/** The node table of a model in ONNX bytes. */
export async function tableOfBytes(
  bytes: Uint8Array,
  sizes: ReadonlyMap<string, number> = new Map(),
): Promise<NodeTable> {
  const { model } = await readOnnx(memorySource(bytes, 'model.onnx'));
  return nodeTable(model, inferTypes(model, { dimensions: sizes }), sizes);
}

export async function tableOf(
  graph: GraphBuilder,
  options?: ModelOptions,
  sizes?: ReadonlyMap<string, number>,
): Promise<NodeTable> {
  return tableOfBytes(modelBytes(graph, options), sizes);
}

/** The row of the first node with this operator. */
export function rowOf(table: NodeTable, op: string): number {
  for (let row = 0; row < rowCount(table); row++) if (textAt(table.op, row) === op) return row;
  throw new Error(`No ${op} in the table.`);
}

/** A figure of a row as a number; `null` when it is unknown or depends on open sizes. */
export function numberAt(column: AmountColumn, row: number): number | null {
  const amount = amountAt(column, row);
  return amount === null ? null : plainNumber(amount);
}
