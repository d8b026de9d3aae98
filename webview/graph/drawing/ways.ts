import { NONE } from '../hierarchy/hierarchy';
import type { Lit } from './picture';
import type { Scene } from './scene';

/** Lines into and out of boxes and frames, each with the whole way from its source. */
export function connectedLines(scene: Scene, positions: ReadonlySet<number>): ReadonlySet<number> {
  const { source, target, before } = scene.drawing;
  const lines = new Set<number>();
  if (positions.size === 0) return lines;
  for (let line = 0; line < source.length; line++) {
    if (positions.has(source[line] ?? NONE)) lines.add(line);
    if (positions.has(target[line] ?? NONE)) addWay(line, before, lines);
  }
  return lines;
}

/** The ways of some edges of the hierarchy, what they join, and the frames around that. */
export function litWays(scene: Scene, edges: Iterable<number>): Lit {
  const { hierarchy, drawing } = scene;
  const ways = new Set<number>();
  const positions = new Uint8Array(drawing.items.length);
  const light = (item: number): void => {
    let position = scene.positionOf(item);
    while (position !== null && positions[position] !== 1) {
      positions[position] = 1;
      const group = hierarchy.parent[scene.item(position)] ?? NONE;
      position = group === NONE ? null : scene.positionOf(group);
    }
  };
  for (const edge of edges) {
    const last = drawing.lastLine[edge] ?? NONE;
    if (last !== NONE) addWay(last, drawing.before, ways);
    light(hierarchy.from[edge] ?? 0);
    light(hierarchy.to[edge] ?? 0);
  }
  const lines = new Uint8Array(drawing.source.length);
  for (const line of ways) lines[line] = 1;
  return { lines, positions };
}

/** Adds a line and those before it up to its source. */
function addWay(last: number, before: Uint32Array, lines: Set<number>): void {
  for (let line = last; line !== NONE && !lines.has(line); line = before[line] ?? NONE) lines.add(line);
}
