import type { GraphIndex } from './graphIndex';
import type { NodeProto } from './protos';
import type { Workpiece } from './workpiece';

/** A node whose output is the same as a value that is there already. */
export interface Duplicate {
  readonly node: NodeProto;
  readonly output: string;
  /** The value to use instead. */
  readonly same: string;
}

/** Why a duplicate had to stay. */
export type Stays = (node: NodeProto, reason: string) => void;

/**
 * Takes nodes away whose (only used) output is another value under another name. Values that the model gives out, or that branches
 * and loop bodies read, keep their names: where such a value is made by a node whose result nobody else may see, that node
 * takes over the name; elsewhere the duplicate stays. Gives the nodes that are gone.
 */
export function dropDuplicates(work: Workpiece, duplicates: readonly Duplicate[], stays: Stays): readonly NodeProto[] {
  const index = work.index();
  const replaced = new Map<string, string>();
  const gone = new Set<NodeProto>();
  const bound: Duplicate[] = [];
  for (const duplicate of duplicates) {
    const { node, output, same } = duplicate;
    if (index.isCaptured(output)) stays(node, 'a branch or loop body reads its result');
    else if (index.isOutput(output)) bound.push(duplicate);
    else {
      replaced.set(output, same);
      gone.add(node);
    }
  }
  const taken = new Map<string, string>();
  for (const { node, output, same } of bound) {
    const original = resolved(same, replaced);
    if (!canBeRenamed(work, index, original) || taken.has(original) || gone.has(node)) {
      stays(node, 'its result is an output of the model and needs a node to make it');
      continue;
    }
    taken.set(original, output);
    gone.add(node);
  }
  const nameOf = (name: string): string => {
    const original = resolved(name, replaced);
    return taken.get(original) ?? original;
  };
  work.graph.node = work.graph.node.filter(node => !gone.has(node));
  for (const node of work.graph.node) {
    node.input = (node.input ?? []).map(nameOf);
    node.output = (node.output ?? []).map(name => taken.get(name) ?? name);
  }
  return [...gone];
}

/** Follows replacements of replacements; a chain that bites its own tail ends where it began. */
function resolved(name: string, replaced: Map<string, string>): string {
  const passed: string[] = [];
  let at = name;
  for (let next = replaced.get(at); next !== undefined && passed.length <= replaced.size; next = replaced.get(at)) {
    passed.push(at);
    at = next;
  }
  for (const each of passed) replaced.set(each, at);
  return at;
}

function canBeRenamed(work: Workpiece, index: GraphIndex, name: string): boolean {
  const producer = index.producer(name);
  return producer !== undefined && !work.constants.has(name) && !index.isOutput(name) && !index.isCaptured(name);
}
