import type { HeatLook, ItemHeat } from '../graph/drawing/heatLook';
import { type Hierarchy, ITEM } from '../graph/hierarchy/hierarchy';
import { NO_ITEM, type RowTree } from './heat';
import type { ShownHeat } from './heatStore';
import { type HeatColors, looksOf } from './looks';
import { sizeOf } from './runs';

/** The figure of each item of a hierarchy; NaN for ends, and where there is none. In linear time. */
export function itemValues(shown: ShownHeat, hierarchy: Hierarchy): Float64Array {
  return shown.heat.ofTree(itemTree(shown, hierarchy));
}

/** How each item is coloured. Texts tell the share of the whole where figures add up, and where a group is beyond the scale. */
export function itemHeat(shown: ShownHeat, hierarchy: Hierarchy, colors: HeatColors): HeatLook {
  const { heat } = shown;
  const values = itemValues(shown, hierarchy);
  const look = looksOf(heat, colors);
  const known = new Map<number, ItemHeat>();
  return {
    title: heat.title,
    of: item => {
      const value = values[item] ?? Number.NaN;
      if (Number.isNaN(value)) return null;
      const made = known.get(item);
      if (made !== undefined) return made;
      const { background, text } = look(heat.position(value));
      const one = { color: background, text, value: itemText(shown, value) };
      known.set(item, one);
      return one;
    },
  };
}

/** `4.2 G, 31 %`, with an arrow where the value lies beyond the scale's end. */
function itemText({ heat }: ShownHeat, value: number): string {
  const beyond = heat.scale.isBeyond(value) ? (value > heat.scale.high ? ' ▲' : ' ▼') : '';
  const share =
    heat.aggregation === 'sum' && heat.total > 0 && value > 0 && !heat.scale.isTwoSided ? value / heat.total : 0;
  const part = share >= 0.01 && share <= 1 ? `, ${Math.round(share * 100)} %` : '';
  return `${heat.print(value)}${part}${beyond}`;
}

function itemTree({ table, index }: ShownHeat, hierarchy: Hierarchy): RowTree {
  const { items, instances, kind, vertex, instance } = hierarchy;
  const parent = hierarchy.parent.slice(0, items);
  const row = new Uint32Array(items).fill(NO_ITEM);
  const runs = new Float64Array(items).fill(1);
  const within = instanceRuns({ table, index }, hierarchy);
  for (let item = 0; item < items; item++) {
    const page = instances[instance[item] ?? 0]?.page;
    const at = vertex[item] ?? NO_ITEM;
    const isNode = kind[item] === ITEM.node || kind[item] === ITEM.holder;
    // What lies in a holder has no part in the groups around: the holder has it already.
    if (kind[item] === ITEM.body) parent[item] = NO_ITEM;
    if (!isNode || page === undefined) continue;
    row[item] = index.rowOf(page.id, at);
    runs[item] = within[instance[item] ?? 0] ?? 1;
  }
  return { parent, row, runs };
}

/** How often each graph on screen runs for the node that it is in; once where that is unknown or never. */
function instanceRuns(
  { table, index }: Pick<ShownHeat, 'table' | 'index'>,
  { instances, parent, instance, vertex, items }: Hierarchy,
): Float64Array {
  const graphs = new Map(table.graphs.map(graph => [graph.id, graph]));
  const runs = new Float64Array(instances.length).fill(1);
  for (const [at, { page, body }] of instances.entries()) {
    const graph = graphs.get(page.id);
    const holder = body < items ? (parent[body] ?? NO_ITEM) : NO_ITEM;
    if (holder === NO_ITEM) {
      runs[at] = sizeOf(graph?.times ?? null) || 1;
      continue;
    }
    const outside = instance[holder] ?? 0;
    const row = index.rowOf(instances[outside]?.page.id ?? '', vertex[holder] ?? NO_ITEM);
    const times = graph?.heldBy.find(each => each.row === row)?.times ?? null;
    runs[at] = (runs[outside] ?? 1) * (sizeOf(times) || 1);
  }
  return runs;
}
