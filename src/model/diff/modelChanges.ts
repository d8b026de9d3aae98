import type { EndChange, ModelChange } from '../../shared/reports/compareReport';
import type { Model, Property, Value } from '../model';
import { printValueType } from '../printType';
import { freeInputs } from '../valueTypes';
import { functionName, type GraphPair, type MatchedModels } from './matchModels';
import { pairByName } from './pairGraphs';
import { isSameType } from './typeChanges';

/** What differs around the graphs: format, producer, opsets, metadata, functions, graphs that only one model has. */
export function modelChanges(a: Model, b: Model, { functions, graphs }: MatchedModels): readonly ModelChange[] {
  const changes: ModelChange[] = [];
  const compare = (what: ModelChange['what'], name: string, before: string | null, after: string | null): void => {
    if (before !== after) changes.push({ what, name, before, after });
  };
  const format = (model: Model): string => `${model.format} ${model.formatVersion}`;
  const producer = (model: Model): string => `${model.producer} ${model.producerVersion}`.trim();
  compare('format', '', format(a), format(b));
  compare('producer', '', producer(a), producer(b));
  compare('domain', '', a.domain, b.domain);
  compare('version', '', a.modelVersion, b.modelVersion);
  compareMaps('opset', opsets(a), opsets(b), compare);
  compareMaps('metadata', properties(a.metadata), properties(b.metadata), compare);
  for (const { a: one, b: other } of functions) {
    const names = [one, other].map(known => (known === null ? null : functionName(known)));
    compare('function', names[0] ?? names[1] ?? '', names[0] ?? null, names[1] ?? null);
  }
  const isFunction = new Set(functions.flatMap(pair => [pair.a?.graph, pair.b?.graph]));
  for (const { a: one, b: other } of graphs) {
    const known = one ?? other;
    if ((one !== null && other !== null) || known === null || isFunction.has(known.graph)) continue;
    const size = `${known.graph.nodes.length} nodes`;
    compare('graph', known.graph.id, one === null ? null : size, other === null ? null : size);
  }
  return changes;
}

type Compare = (what: ModelChange['what'], name: string, before: string | null, after: string | null) => void;

function compareMaps(
  what: ModelChange['what'],
  a: ReadonlyMap<string, string>,
  b: ReadonlyMap<string, string>,
  compare: Compare,
): void {
  for (const name of new Set([...a.keys(), ...b.keys()])) compare(what, name, a.get(name) ?? null, b.get(name) ?? null);
}

function opsets({ opsets: known }: Model): ReadonlyMap<string, string> {
  return new Map(known.map(({ domain, version }) => [domain === '' ? 'ai.onnx' : domain, String(version)]));
}

function properties(known: readonly Property[]): ReadonlyMap<string, string> {
  return new Map(known.map(({ key, value }) => [key, value]));
}

/** Inputs and outputs of two graphs that have other names or types, or are missing on one side. */
export function endChanges({ a, b }: GraphPair): readonly EndChange[] {
  if (a === null || b === null) return [];
  return [
    ...changesOf('input', freeInputs(a.graph), freeInputs(b.graph)),
    ...changesOf('output', a.graph.outputs, b.graph.outputs),
  ];
}

function changesOf(end: EndChange['end'], a: readonly Value[], b: readonly Value[]): readonly EndChange[] {
  const pairs = new Map(pairByName(a, b));
  const matched = new Set(pairs.values());
  const changes = a.flatMap((value, place): readonly EndChange[] => {
    const other = b[pairs.get(place) ?? -1];
    if (other === undefined) return [{ end, before: text(value), after: null }];
    const isSame = other.name === value.name && isSameType(value.type, other.type);
    return isSame ? [] : [{ end, before: text(value), after: text(other) }];
  });
  const added = b.filter((_, place) => !matched.has(place));
  return [...changes, ...added.map(value => ({ end, before: null, after: text(value) }))];
}

function text({ name, type }: Value): string {
  return `${name}: ${printValueType(type)}`;
}
