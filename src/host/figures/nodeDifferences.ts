import type { Graph, Node } from '../../model/model';
import type { Steps } from '../../model/steps';
import type { ComparedNodes } from './comparedNodes';
import { count, type Fields, fields, finite, list, text } from './fields';
import type { NodePlace } from './nodeNames';

/** A number for nodes of the open model. */
export type Values = Map<Node, { readonly graph: Graph; value: number }>;

/** The largest of its weights. */
export function* weightErrors(nodes: ComparedNodes, rows: readonly unknown[]): Steps<Values> {
  const values: Values = new Map();
  for (const row of rows) {
    yield;
    const entry = fields(row);
    const place = nodes.ofOwner(entry.get('owner'));
    const error = weightError(entry);
    if (place !== null && error !== null) raise(values, place, error);
  }
  return values;
}

/** √(Σ(a−b)² / Σa²); `null` for weights that were not compared. */
function weightError(row: Fields): number | null {
  if (['same', 'renamed'].includes(text(row.get('status')))) return 0;
  const compared = fields(row.get('difference'));
  if (compared.size === 0) return null;
  const decibels = compared.get('sqnrDb');
  if (decibels === null) return 0;
  const sqnr = finite(decibels);
  return sqnr === null ? null : 10 ** (-sqnr / 20);
}

export function* tensorErrors(nodes: ComparedNodes, tensors: readonly unknown[]): Steps<Values> {
  const values: Values = new Map();
  for (const tensor of tensors) {
    yield;
    const entry = fields(tensor);
    const error = finite(entry.get('relativeError'));
    const place = error === null || error < 0 ? null : nodes.ofTensor(entry);
    if (place !== null && error !== null) raise(values, place, error);
  }
  return values;
}

export function* byteChanges(nodes: ComparedNodes, rows: readonly unknown[], side: 'a' | 'b'): Steps<Values> {
  const values: Values = new Map();
  for (const row of rows) {
    yield;
    const entry = fields(row);
    const place = nodes.ofOwner(entry.get('owner'));
    const bytes = (of: 'a' | 'b'): number => count(fields(entry.get(of)).get('bytes')) ?? 0;
    if (place !== null) sum(values, place, bytes(side) - bytes(side === 'a' ? 'b' : 'a'));
  }
  return values;
}

export function* macChanges(nodes: ComparedNodes, side: 'a' | 'b'): Steps<Values> {
  const values: Values = new Map();
  for (const { graph, rows } of nodes.graphs) {
    for (const row of rows) {
      yield;
      const entry = fields(row);
      const [own, other] = [plainMacs(entry.get(side)), plainMacs(entry.get(side === 'a' ? 'b' : 'a'))];
      if (own === null || other === null) continue;
      const place = nodes.ofRow(graph, row);
      if (place !== null) sum(values, place, own - other);
    }
  }
  return values;
}

/** Zero for a side that has no such node, `null` for what is unknown, none, or depends on sizes that are open. */
function plainMacs(side: unknown): number | null {
  if (side === null) return 0;
  const terms = fields(side).get('macs');
  const [first, ...others] = list(terms).map(fields);
  if (!Array.isArray(terms) || others.length > 0) return null;
  if (first === undefined) return 0;
  return text(first.get('of')) === '' ? finite(first.get('factor')) : null;
}

function raise(values: Values, { graph, node }: NodePlace, value: number): void {
  values.set(node, { graph, value: Math.max(value, values.get(node)?.value ?? 0) });
}

function sum(values: Values, { graph, node }: NodePlace, value: number): void {
  values.set(node, { graph, value: value + (values.get(node)?.value ?? 0) });
}
