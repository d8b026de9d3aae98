import { formatInteger } from '../../../src/shared/units';
import type { Scene } from './scene';

/** One end of edges that are too long for a line. */
export interface Stub {
  /** The edge leaves here; else it arrives. */
  readonly leaves: boolean;
  /** What is at the other end, or how many are. */
  readonly text: string;
}

/** Ends of edges drawn as stubs, by position; many of one box are one stub with a number. */
export function findStubs(scene: Scene): ReadonlyMap<number, readonly Stub[]> {
  const { hierarchy, drawing } = scene;
  const leaving = new Map<number, Set<number>>();
  const arriving = new Map<number, Set<number>>();
  for (const edge of drawing.stubs) {
    const from = scene.positionOf(hierarchy.from[edge] ?? 0);
    const to = scene.positionOf(hierarchy.to[edge] ?? 0);
    if (from === null || to === null || from === to) continue;
    leaving.set(from, (leaving.get(from) ?? new Set()).add(to));
    arriving.set(to, (arriving.get(to) ?? new Set()).add(from));
  }
  const stubs = new Map<number, Stub[]>();
  const add = (position: number, leaves: boolean, others: ReadonlySet<number>): void => {
    const [only = 0] = others;
    const text = others.size === 1 ? scene.texts.called(scene.item(only)) : `${formatInteger(others.size)} places`;
    const stub: Stub = { leaves, text: leaves ? `→ ${text}` : `← ${text}` };
    const known = stubs.get(position);
    if (known === undefined) stubs.set(position, [stub]);
    else known.push(stub);
  };
  for (const [position, others] of leaving) add(position, true, others);
  for (const [position, others] of arriving) add(position, false, others);
  return stubs;
}
