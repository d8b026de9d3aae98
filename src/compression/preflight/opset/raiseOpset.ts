import { floatConstant, integerConstant, numbersOf } from '../../graph/constants';
import { collectNames } from '../../graph/graphIndex';
import { type GraphProto, isDefaultDomain, type NodeProto, subgraphsOf } from '../../graph/protos';
import { ranksOf } from '../../graph/ranks';
import type { Workpiece } from '../../graph/workpiece';
import { COMPATIBLE } from './compatible';
import type { Conversion, ConversionContext } from './conversion';
import { CONVERSIONS } from './conversions';

/** First opset whose DequantizeLinear has a scale for each channel. */
const PER_CHANNEL_OPSET = 13;
/** First opset with today's broadcasting; older models are not converted. */
const OLDEST = 7;

/** Whether it was done. */
export type Raised = { readonly done: true } | { readonly done: false; readonly reason: string };

/**
 * Raises the default operator set to 13, rewriting every node, in branches and loop bodies too, whose meaning changed on the
 * way. A model with something that has no known equivalent stays as it is.
 */
export async function raiseOpset(work: Workpiece): Promise<Raised> {
  const from = work.opset;
  if (from >= PER_CHANNEL_OPSET) return { done: true };
  if (from < OLDEST) return refused(`opset ${from} has other broadcasting rules than opset ${OLDEST} and later`);
  if ((work.model.functions ?? []).length > 0) return refused('it has functions of its own');
  return rewriteAll(work, from, PER_CHANNEL_OPSET, convert);
}

/** Rewrites every node with `convert` and sets the version; changes nothing when one cannot be rewritten. */
export async function rewriteAll(work: Workpiece, from: number, to: number, convert: Convert): Promise<Raised> {
  const context = contextOf(work, from);
  const rewritten = await rewrite(work.graph, context, { to, convert });
  if (typeof rewritten === 'string') return refused(rewritten);
  for (const [graph, nodes] of rewritten) graph.node = nodes;
  for (const opset of work.model.opsetImport ?? []) {
    if (isDefaultDomain(opset.domain)) opset.version = to;
  }
  return { done: true };
}

/** Says what a node says in the wanted opset. */
export type Convert = Conversion;

interface Rewriting {
  readonly to: number;
  readonly convert: Convert;
}

function refused(reason: string): Raised {
  return { done: false, reason };
}

function contextOf(work: Workpiece, from: number): ConversionContext {
  return {
    from,
    integers: (base, values, shape) => {
      const name = work.valueNames.fresh(base);
      work.add(integerConstant(name, values, shape === undefined ? [values.length] : [...shape]));
      return name;
    },
    floats: (base, values, shape) => {
      const name = work.valueNames.fresh(base);
      work.add(floatConstant(name, shape ?? [values.length], Float32Array.from(values)));
      return name;
    },
    numbers: async name => {
      const constant = work.constant(name);
      return constant === undefined ? null : numbersOf(constant);
    },
    rank: ranksOf(work),
    fresh: base => work.valueNames.fresh(base),
    isUsed: value => isUsed(work.graph, value),
  };
}

function isUsed(graph: GraphProto, value: string): boolean {
  if ((graph.output ?? []).some(({ name }) => name === value)) return true;
  return (graph.node ?? []).some(
    node => node.input?.includes(value) || subgraphsOf(node).some(g => mentions(g, value)),
  );
}

function mentions(graph: GraphProto, value: string): boolean {
  const names = new Set<string>();
  collectNames(graph, names);
  return names.has(value);
}

/** New node lists of a graph and of all below it, or why one node has none. Nothing is changed yet. */
async function rewrite(
  graph: GraphProto,
  context: ConversionContext,
  rewriting: Rewriting,
): Promise<Map<GraphProto, NodeProto[]> | string> {
  const lists = new Map<GraphProto, NodeProto[]>();
  const nodes: NodeProto[] = [];
  for (const node of graph.node ?? []) {
    for (const subgraph of subgraphsOf(node)) {
      const below = await rewrite(subgraph, context, rewriting);
      if (typeof below === 'string') return below;
      for (const [each, list] of below) lists.set(each, list);
    }
    const replacement = await rewriting.convert(node, context);
    if ('reason' in replacement)
      return `${node.opType} "${node.name}" has no equivalent in opset ${rewriting.to}: ${replacement.reason}`;
    nodes.push(...replacement);
  }
  lists.set(graph, nodes);
  return lists;
}

function convert(node: NodeProto, context: ConversionContext): ReturnType<Conversion> {
  const op = node.opType ?? '';
  if (!isDefaultDomain(node.domain) || COMPATIBLE.has(op)) return [node];
  const conversion = CONVERSIONS.get(op);
  return conversion?.(node, context) ?? { reason: 'this version does not know how the operator changed' };
}
