import { isInItself } from './bodies';
import { type Hierarchy, ITEM, NONE } from './hierarchy';

/** A graph with fewer nodes is simply open, what it holds included as long as it stays below that. */
const SMALL = 120;
/** Boxes that are read at a glance: what fits on one screen. */
const ONE_SCREEN = 20;
/** A picture with fewer says too little: some groups are opened even where others beside them stay closed. */
const SPARSE = 7;
/** A stack alone in its group is opened with it when it has no more parts. */
const FEW_PARTS = 12;
/** A body with more things directly in it opens closed. */
const MANY = 120;
/** Bodies in bodies that open by themselves. */
const DEEPEST_BODY = 2;

/**
 * What is open as long as nobody chose: small graphs altogether; of large ones whole levels as long as they fit on a screen.
 * Groups that are alone in another open with it. Depends on the graphs alone, so it is the same whenever a file is opened.
 */
export class DefaultFolding {
  readonly #open: Uint8Array;
  /** Children that are drawn as boxes, by group; the top last. */
  readonly #shown: Uint32Array;
  /** Whether an instance is small, by number. */
  readonly #small: readonly boolean[];

  constructor(private readonly hierarchy: Hierarchy) {
    const { items, attachedTo, parent, kind, instances, instance } = hierarchy;
    this.#open = new Uint8Array(items);
    this.#shown = new Uint32Array(items + 1);
    const sizes = new Uint32Array(instances.length);
    for (let item = 0; item < items; item++) {
      if (attachedTo[item] !== NONE) continue;
      const around = parent[item] === NONE ? items : (parent[item] ?? items);
      this.#shown[around] = (this.#shown[around] ?? 0) + 1;
      const own = instance[item] ?? 0;
      if (kind[item] === ITEM.node || kind[item] === ITEM.holder) sizes[own] = (sizes[own] ?? 0) + 1;
    }
    this.#small = Array.from(sizes, size => size <= SMALL);
    if (this.#small[0] === true) this.#openHolders(SMALL - (sizes[0] ?? 0), sizes);
    else this.#openLevels();
  }

  isOpen(item: number): boolean {
    const { kind, instance, parent, items, repeats } = this.hierarchy;
    if (this.#open[item] === 1) return true;
    if (kind[item] === ITEM.holder) return false;
    const shown = this.#shown[item] ?? 0;
    if (kind[item] === ITEM.body) return shown <= MANY;
    if (this.#small[instance[item] ?? 0] === true) return true;
    if (parent[item] === NONE) return false;
    const isAlone = this.#shown[parent[item] ?? items] === 1;
    return isAlone && shown <= ONE_SCREEN && (kind[item] !== ITEM.stack || (repeats[item] ?? 0) <= FEW_PARTS);
  }

  /** Opens the graphs in a small one, in the order of the file, as long as all together are small. */
  #openHolders(room: number, sizes: Uint32Array): void {
    const { items, kind, childStart, children, instances } = this.hierarchy;
    const numbers = new Map(instances.map(({ body }, i) => [body, i]));
    const waiting: (readonly [item: number, depth: number])[] = [[items, 0]];
    let left = room;
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const [item, depth] = next;
      if (kind[item] === ITEM.holder && !this.#admits(item, depth, left)) continue;
      for (let i = (childStart[item + 1] ?? 0) - 1; i >= (childStart[item] ?? 0); i--) {
        const child = children[i] ?? 0;
        if ((kind[child] ?? ITEM.node) < ITEM.scope) continue;
        waiting.push([child, depth + (kind[child] === ITEM.body ? 1 : 0)]);
        if (kind[child] === ITEM.body) left -= sizes[numbers.get(child) ?? 0] ?? 0;
      }
      if (kind[item] === ITEM.holder) this.#open[item] = 1;
    }
  }

  #admits(holder: number, depth: number, left: number): boolean {
    const { nodes } = this.hierarchy;
    const inside = (nodes[holder] ?? 1) - 1;
    return left > 0 && inside <= left && depth < DEEPEST_BODY && !isInItself(this.hierarchy, holder);
  }

  /** Opens whole levels from the outermost while everything fits, then, if there is little to see, single groups. */
  #openLevels(): void {
    const { items } = this.hierarchy;
    let boxes = this.#shown[items] ?? 0;
    let level = this.#groupsIn([items]);
    for (;;) {
      const more = level.reduce((sum, group) => sum + this.#cost(group), 0);
      if (level.length === 0 || boxes + more > ONE_SCREEN) break;
      for (const group of level) this.#open[group] = 1;
      boxes += more;
      level = this.#groupsIn(level);
    }
    if (boxes >= SPARSE) return;
    const { nodes } = this.hierarchy;
    for (const group of level.sort((a, b) => (nodes[b] ?? 0) - (nodes[a] ?? 0) || a - b)) {
      if (boxes + this.#cost(group) > ONE_SCREEN) continue;
      this.#open[group] = 1;
      boxes += this.#cost(group);
    }
  }

  /** Boxes that opening a group adds. */
  #cost(group: number): number {
    return (this.#shown[group] ?? 0) - 1;
  }

  /** Groups directly in others. A closed stack tells more than its parts side by side. */
  #groupsIn(groups: readonly number[]): number[] {
    const { kind, childStart, children } = this.hierarchy;
    const found: number[] = [];
    for (const group of groups) {
      for (let i = childStart[group] ?? 0; i < (childStart[group + 1] ?? 0); i++) {
        const child = children[i] ?? 0;
        if (kind[child] === ITEM.scope || kind[child] === ITEM.block) found.push(child);
      }
    }
    return found;
  }
}
