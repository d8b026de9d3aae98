import { subgraphs } from '../../model/attributes';
import type { Node } from '../../model/model';
import type { ModelIndex } from '../../model/modelIndex';

/** Every value that a node reads, each once: its inputs, and what its branches and loop bodies take from around them. */
export function nodeReads(index: ModelIndex, node: Node): ReadonlySet<string> {
  const names = new Set(node.inputs);
  for (const { graph } of subgraphs(node)) for (const name of index.get(graph.id)?.captured ?? []) names.add(name);
  names.delete('');
  return names;
}
