import { isDefaultDomain, type ModelProto, type NodeProto } from '../graph/protos';
import { everyNode } from './everyNode';
import type { FunctionProto } from './graphPlace';

/** Tells functions and their calls apart. */
export function callKey(domain: string | null | undefined, name: string | null | undefined, overload: string): string {
  return JSON.stringify([isDefaultDomain(domain) ? '' : domain, name ?? '', overload]);
}

/** Functions that nodes call, and those that these call, in the order of the model. */
export function calledFunctions({ functions }: ModelProto, nodes: readonly NodeProto[]): readonly FunctionProto[] {
  const byKey = new Map<string, FunctionProto>();
  for (const each of functions ?? []) byKey.set(callKey(each.domain, each.name, each.overload ?? ''), each);
  const called = new Set<FunctionProto>();
  const waiting: (readonly NodeProto[])[] = [nodes];
  for (let some = waiting.pop(); some !== undefined; some = waiting.pop()) {
    for (const node of everyNode(some)) {
      const found = byKey.get(callKey(node.domain, node.opType, node.overload ?? ''));
      if (found === undefined || called.has(found)) continue;
      called.add(found);
      waiting.push(found.node ?? []);
    }
  }
  return (functions ?? []).filter(each => called.has(each));
}
