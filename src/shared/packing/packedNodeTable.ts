import type { AmountColumn, NodeTable, TableWeight, TextColumn } from '../nodeTable/nodeTable';
import { type PackedAmounts, packAmounts, unpackAmounts } from './packedAmounts';
import { type PackedTextColumn, packTextColumn, unpackTextColumn } from './packedTextColumn';
import { ITEMS_PER_STEP, type PackedTexts, packTexts, unpackTexts } from './packedTexts';

interface PackedAmountColumn {
  readonly amounts: PackedAmounts;
  readonly index: Uint32Array;
}

interface PackedWeights {
  readonly graphs: PackedTextColumn;
  readonly names: PackedTexts;
  readonly types: PackedTextColumn;
  readonly dtypes: PackedTextColumn;
  readonly elements: Float64Array;
  readonly bytes: Float64Array;
  readonly isParameter: Uint8Array;
}

/** Each column of the table in the form in which it travels. */
type Packed<T> = T extends TextColumn
  ? PackedTextColumn
  : T extends AmountColumn
    ? PackedAmountColumn
    : T extends NodeTable['names']
      ? PackedTexts
      : T extends readonly TableWeight[]
        ? PackedWeights
        : T;

/** A node table as it travels to the page of the editor. */
export type PackedNodeTable = { readonly [K in keyof NodeTable]: Packed<NodeTable[K]> };

export function* packNodeTable(table: NodeTable): Generator<void, PackedNodeTable, void> {
  return {
    ...table,
    names: yield* packTexts(table.names),
    op: yield* packTextColumn(table.op),
    scope: yield* packTextColumn(table.scope),
    attributes: yield* packTextColumn(table.attributes),
    inputs: yield* packTextColumn(table.inputs),
    outputs: yield* packTextColumn(table.outputs),
    dtypes: yield* packTextColumn(table.dtypes),
    weights: yield* packWeights(table.weights),
    macs: yield* packAmountColumn(table.macs),
    flops: yield* packAmountColumn(table.flops),
    inputBytes: yield* packAmountColumn(table.inputBytes),
    outputBytes: yield* packAmountColumn(table.outputBytes),
    liveBytes: yield* packAmountColumn(table.liveBytes),
    unknown: yield* packTextColumn(table.unknown),
    notes: yield* packTexts(table.notes),
  };
}

export function unpackNodeTable(packed: PackedNodeTable): NodeTable {
  return {
    ...packed,
    names: unpackTexts(packed.names),
    op: unpackTextColumn(packed.op),
    scope: unpackTextColumn(packed.scope),
    attributes: unpackTextColumn(packed.attributes),
    inputs: unpackTextColumn(packed.inputs),
    outputs: unpackTextColumn(packed.outputs),
    dtypes: unpackTextColumn(packed.dtypes),
    weights: unpackWeights(packed.weights),
    macs: unpackAmountColumn(packed.macs),
    flops: unpackAmountColumn(packed.flops),
    inputBytes: unpackAmountColumn(packed.inputBytes),
    outputBytes: unpackAmountColumn(packed.outputBytes),
    liveBytes: unpackAmountColumn(packed.liveBytes),
    unknown: unpackTextColumn(packed.unknown),
    notes: unpackTexts(packed.notes),
  };
}

function* packAmountColumn({ amounts, index }: AmountColumn): Generator<void, PackedAmountColumn, void> {
  return { amounts: yield* packAmounts(amounts), index };
}

function unpackAmountColumn({ amounts, index }: PackedAmountColumn): AmountColumn {
  return { amounts: unpackAmounts(amounts), index };
}

function* packWeights(weights: readonly TableWeight[]): Generator<void, PackedWeights, void> {
  return {
    graphs: yield* packRepeating(weights, ({ graph }) => graph),
    names: yield* packTexts(weights.map(({ name }) => name)),
    types: yield* packRepeating(weights, ({ type }) => type),
    dtypes: yield* packRepeating(weights, ({ dtype }) => dtype),
    elements: Float64Array.from(weights, ({ elements }) => elements),
    bytes: Float64Array.from(weights, ({ bytes }) => bytes),
    isParameter: Uint8Array.from(weights, ({ isParameter }) => Number(isParameter)),
  };
}

function unpackWeights(packed: PackedWeights): readonly TableWeight[] {
  const graphs = unpackTextColumn(packed.graphs);
  const types = unpackTextColumn(packed.types);
  const dtypes = unpackTextColumn(packed.dtypes);
  return unpackTexts(packed.names).map((name, i) => ({
    graph: graphs.texts[graphs.index[i] ?? 0] ?? '',
    name,
    type: types.texts[types.index[i] ?? 0] ?? '',
    dtype: dtypes.texts[dtypes.index[i] ?? 0] ?? '',
    elements: packed.elements[i] ?? 0,
    bytes: packed.bytes[i] ?? 0,
    isParameter: packed.isParameter[i] === 1,
  }));
}

/** Each different text once. */
function* packRepeating<T>(items: readonly T[], textOf: (item: T) => string): Generator<void, PackedTextColumn, void> {
  const numbers = new Map<string, number>();
  const index = new Uint32Array(items.length);
  for (const [i, item] of items.entries()) {
    const text = textOf(item);
    const known = numbers.get(text);
    if (known === undefined) numbers.set(text, numbers.size);
    index[i] = known ?? numbers.size - 1;
    if (i % ITEMS_PER_STEP === 0) yield;
  }
  return { texts: yield* packTexts([...numbers.keys()]), index };
}
