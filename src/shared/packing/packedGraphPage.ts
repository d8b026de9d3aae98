import type { GraphPage } from '../protocol/editor';
import { type PackedTextColumn, packTextColumn, unpackTextColumn } from './packedTextColumn';
import { type PackedTexts, packTexts, unpackTexts } from './packedTexts';

/** Columns of a graph page that are texts, and those in which texts repeat. */
type TextsName = 'names' | 'ops' | 'details' | 'values' | 'valueTypes';
type RepeatingName = 'scope' | 'weightLines';

/** A graph page as it travels to the page of the editor. */
export type PackedGraphPage = Omit<GraphPage, TextsName | RepeatingName> &
  Readonly<Record<TextsName, PackedTexts>> &
  Readonly<Record<RepeatingName, PackedTextColumn>>;

export function* packGraphPage(page: GraphPage): Generator<void, PackedGraphPage, void> {
  return {
    ...page,
    names: yield* packTexts(page.names),
    ops: yield* packTexts(page.ops),
    details: yield* packTexts(page.details),
    values: yield* packTexts(page.values),
    valueTypes: yield* packTexts(page.valueTypes),
    scope: yield* packTextColumn(page.scope),
    weightLines: yield* packTextColumn(page.weightLines),
  };
}

export function unpackGraphPage(packed: PackedGraphPage): GraphPage {
  return {
    ...packed,
    names: unpackTexts(packed.names),
    ops: unpackTexts(packed.ops),
    details: unpackTexts(packed.details),
    values: unpackTexts(packed.values),
    valueTypes: unpackTexts(packed.valueTypes),
    scope: unpackTextColumn(packed.scope),
    weightLines: unpackTextColumn(packed.weightLines),
  };
}
