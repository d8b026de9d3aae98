import { usedNames } from './graphIndex';
import { type GraphProto, isDefaultDomain, type NodeProto } from './protos';

/** Domains besides the default one whose operators only compute. */
const PURE_DOMAINS: ReadonlySet<string> = new Set(['ai.onnx.ml', 'com.microsoft']);

/** Nodes some output depends on, in order. Nodes of unknown domains stay: they may do more than compute. */
export function neededNodes(graph: GraphProto): NodeProto[] {
  const needed = usedNames({ output: graph.output ?? [] });
  const kept: NodeProto[] = [];
  for (const each of (graph.node ?? []).toReversed()) {
    const isPure = isDefaultDomain(each.domain) || PURE_DOMAINS.has(each.domain ?? '');
    if (isPure && !(each.output ?? []).some(name => name !== '' && needed.has(name))) continue;
    kept.push(each);
    for (const name of usedNames({ node: [each] })) needed.add(name);
  }
  return kept.reverse();
}
