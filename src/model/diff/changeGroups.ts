import type { ChangeGroup } from '../../shared/reports/compareReport';
import type { Node } from '../model';
import type { Steps } from '../steps';
import type { OpenRow } from './graphRows';
import type { GraphPair } from './matchModels';
import { calledName } from './nameKeys';
import { isConversion, isQuantizedOperator } from './operatorFamilies';
import type { Pairing } from './pairing';
import { at, type DiffSide, row, type SideGraph } from './side';
import { reachedConstant } from './valueOrigins';

/** Nodes between a conversion and the layer it serves. */
const MOST_STEPS = 12;

/** What follows an integer product and belongs to it. */
const AFTER_PRODUCT = new Set(['Add', 'Cast', 'Mul']);

/** A group being gathered: its layer is a paired node, by its number in A. */
interface Gathered {
  readonly kind: ChangeGroup['kind'];
  readonly rows: number[];
  readonly ops: Map<string, number>;
  /** Sentences that say more than the operators. */
  text: string | null;
}

/**
 * Explains rows that are parts of one change: nodes that only quantize a layer or its values, and normalizations that were folded into
 * the layer before them. Sets `group` of the rows it explains.
 */
export function* changeGroups(
  pairing: Pairing,
  { a, b }: GraphPair,
  rows: readonly OpenRow[],
  graph: number,
  firstGroup: number,
): Steps<readonly ChangeGroup[]> {
  if (a === null || b === null) return [];
  const gathered = new Map<string, Gathered & { readonly layer: number }>();
  const gather = (kind: ChangeGroup['kind'], layer: number, place: number, node: Node): Gathered => {
    const key = `${kind} ${layer}`;
    const group = gathered.get(key) ?? { kind, layer, rows: [], ops: new Map<string, number>(), text: null };
    gathered.set(key, group);
    group.rows.push(place);
    group.ops.set(node.op, (group.ops.get(node.op) ?? 0) + 1);
    return group;
  };
  const layerRows = new Map<number, number>();
  for (const [place, each] of rows.entries()) {
    yield;
    if (each.a !== null && each.b !== null) layerRows.set(a.first + each.a.index, place);
    if (each.status === 'added' && each.b !== null) {
      const layer = servedLayer(pairing.b, b, b.first + each.b.index, pairing.nodeOfB);
      if (layer !== null) gather('quantized', layer.match, place, pairing.b.nodes[b.first + each.b.index] as Node);
    } else if (each.status === 'removed' && each.a !== null) {
      const number = a.first + each.a.index;
      const layer = servedLayer(pairing.a, a, number, pairing.nodeOfA);
      const node = pairing.a.nodes[number] as Node;
      if (layer !== null) gather('dequantized', layer.node, place, node);
      else {
        const folded = foldedInto(pairing, a, number);
        if (folded !== null) gather('folded', folded, place, node).text = foldedText(pairing, folded, node);
      }
    } else if (each.status === 'changed' && each.a !== null && each.b !== null) {
      const one = isQuantizedOperator(each.a.op);
      const other = isQuantizedOperator(each.b.op);
      const number = a.first + each.a.index;
      if (one !== other)
        gather(other ? 'quantized' : 'dequantized', number, place, pairing.b.nodes[b.first + each.b.index] as Node);
    }
  }
  return [...gathered.values()].map((group, i) => {
    const own = layerRows.get(group.layer);
    const isOwnChange = own !== undefined && rows[own]?.status === 'changed' && rows[own]?.group === null;
    const members = isOwnChange && !group.rows.includes(own) ? [own, ...group.rows] : group.rows;
    for (const place of members) {
      const each = rows[place];
      if (each !== undefined) each.group = firstGroup + i;
    }
    return {
      kind: group.kind,
      layer: layerName(pairing.a, group.layer),
      text: group.text ?? conversionText(group),
      graph,
      rows: members.sort((one, other) => one - other),
    };
  });
}

/** The paired node that a conversion serves: the one it leads to, else the one it comes from. `match` is its number in A. */
function servedLayer(
  side: DiffSide,
  graph: SideGraph,
  start: number,
  paired: Int32Array,
): { readonly node: number; readonly match: number } | null {
  const isPart = (node: number): boolean => {
    const op = side.nodes[node]?.op ?? '';
    return isConversion(op) || isQuantizedOperator(op) || AFTER_PRODUCT.has(op);
  };
  if (!isPart(start)) return null;
  const op = side.nodes[start]?.op ?? '';
  const isAfter = AFTER_PRODUCT.has(op);
  const walk = (next: (node: number) => Iterable<number>, ends: (node: number) => boolean): number | null => {
    const waiting = [start];
    const seen = new Set(waiting);
    for (let node = waiting.shift(); node !== undefined && seen.size <= MOST_STEPS; node = waiting.shift()) {
      for (const other of next(node)) {
        if (other < graph.first || other >= graph.end || seen.has(other)) continue;
        if (paired[other] !== -1) {
          if (ends(other)) return other;
          continue;
        }
        seen.add(other);
        if (isPart(other)) waiting.push(other);
      }
    }
    return null;
  };
  const up = (node: number): Iterable<number> => makers(side, node);
  const down = (node: number): Iterable<number> => readers(side, node);
  // The product of two scales is found by what it is multiplied with.
  const isProduct = (node: number): boolean => /Integer$/.test(side.nodes[node]?.op ?? '');
  const any = (): boolean => true;
  const found = isAfter
    ? (walk(up, isProduct) ?? walk(node => (node === start ? down(node) : up(node)), isProduct))
    : (walk(down, node => !isConversion(side.nodes[node]?.op ?? '')) ?? walk(up, any));
  if (found === null) return null;
  // A cast or an identity alone is no quantization.
  if ((op === 'Cast' || op === 'Identity') && !isProduct(found)) return null;
  return { node: found, match: at(paired, found) };
}

function* makers(side: DiffSide, node: number): Iterable<number> {
  for (const value of row(side.inputs, node)) {
    const maker = side.values[value]?.producer ?? -1;
    if (maker >= 0) yield maker;
  }
}

function* readers(side: DiffSide, node: number): Iterable<number> {
  for (const value of row(side.outputs, node)) if (value >= 0) yield* row(side.readers, value);
}

const FOLDABLE = new Set(['Add', 'BatchNormalization', 'Div', 'Mul', 'Sub']);
const TAKES_FOLDED = new Set(['Conv', 'ConvTranspose', 'FusedConv', 'Gemm', 'MatMul', 'QLinearConv', 'ConvInteger']);

/** The layer a removed node's arithmetic went into: the one before it, when the node had constants only besides. */
function foldedInto(pairing: Pairing, graph: SideGraph, start: number): number | null {
  const { a } = pairing;
  let node = start;
  for (let step = 0; step < 4; step++) {
    const known = a.nodes[node];
    if (known === undefined || !FOLDABLE.has(known.op)) return null;
    const computed = [...row(a.inputs, node)].filter(value => value >= 0 && reachedConstant(a, value) === null);
    const maker = a.values[computed[0] ?? -1]?.producer ?? -1;
    if (computed.length !== 1 || maker < graph.first || maker >= graph.end) return null;
    if (pairing.nodeOfA[maker] !== -1) return TAKES_FOLDED.has(a.nodes[maker]?.op ?? '') ? maker : null;
    node = maker;
  }
  return null;
}

function foldedText(pairing: Pairing, layer: number, removed: Node): string {
  return `${removed.op} was folded into the weights of ${layerName(pairing.a, layer)}.`;
}

function conversionText({ kind, ops }: Gathered): string {
  const parts = Array.from(ops, ([op, count]) => (count === 1 ? op : `${count} × ${op}`)).join(', ');
  return kind === 'quantized' ? `Computes with quantized numbers: ${parts}.` : `No longer quantized: ${parts}.`;
}

function layerName(side: DiffSide, node: number): string {
  const known = side.nodes[node];
  const called = calledName(known);
  return called === '' ? `${known?.op ?? ''} #${known?.index ?? 0}` : called;
}
