import type { GraphPage } from '../protocol/editor';
import { type PackedTexts, packTexts, unpackTexts } from './packedTexts';

/** Columns of a graph page that are texts. */
const TEXTS = ['names', 'ops', 'details', 'values', 'valueTypes'] as const satisfies readonly (keyof GraphPage)[];
type TextColumnName = (typeof TEXTS)[number];

/** A graph page as it travels to the page of the editor. */
export type PackedGraphPage = Omit<GraphPage, TextColumnName> & Readonly<Record<TextColumnName, PackedTexts>>;

export function* packGraphPage(page: GraphPage): Generator<void, PackedGraphPage, void> {
  return {
    ...page,
    names: yield* packTexts(page.names),
    ops: yield* packTexts(page.ops),
    details: yield* packTexts(page.details),
    values: yield* packTexts(page.values),
    valueTypes: yield* packTexts(page.valueTypes),
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
  };
}
