import { counted } from '../../../shared/units';
import type { Dimension, Model, Node } from '../../model';
import { freeInputs, typeOfValue } from '../../valueTypes';
import type { TypeFacts } from '../facts';
import { simplify } from '../mends';
import { atNode } from '../places';
import type { Check, LintRule } from '../rule';
import { runningGraphs } from '../scope';
import { nodeLabel, quoted } from '../wording';

/** Operators over spatial axes, which begin at axis 2 of their first input. */
const SPATIAL = new Set([
  'AveragePool',
  'Conv',
  'ConvInteger',
  'ConvTranspose',
  'LpPool',
  'MaxPool',
  'QLinearConv',
  'Resize',
  'Upsample',
]);

export const dynamicDimension: LintRule<'types'> = {
  id: 'dynamic-dimension',
  title: 'Open size that stops optimization',
  severity: 'info',
  what: 'A named size, or one that only the data tell, in the spatial axes of convolutions, pooling and resizing, or in a Reshape, Expand or Resize whose target is computed while the model runs. An open batch alone is not a finding.',
  why: 'Where sizes are open, runtimes can neither plan memory nor lay out weights ahead, and what computes the sizes stays in the model.',
  mend: simplify('If the size is always the same, write the model with it fixed.', '--dim NAME=SIZE', {
    fixSizes: true,
  }),
  needs: 'types',
  check,
};

/** Operators that read the shape of their result, and where. */
const TARGETS: ReadonlyMap<string, readonly number[]> = new Map([
  ['Expand', [1]],
  ['Reshape', [1]],
  ['Resize', [2, 3]],
]);

/** What an open size does to the model: the first node it reaches and how many there are. */
interface Affected {
  readonly graph: string;
  readonly node: Node;
  count: number;
}

function* check(model: Model, facts: TypeFacts): Check {
  const inputs = sizesOfInputs(model, facts);
  const spatial = new Map<string, Affected>();
  const targets = new Map<string, Affected>();
  for (const { graph, constants } of runningGraphs(model)) {
    const shape = (name = ''): readonly Dimension[] => {
      const type = name === '' ? null : typeOfValue(model, facts.types, graph.id, name);
      return type?.kind === 'tensor' && type.shape !== null ? type.shape : [];
    };
    for (const node of graph.nodes) {
      yield undefined;
      if (SPATIAL.has(node.op)) note(spatial, freeNames(facts, shape(node.inputs[0]).slice(2)), graph.id, node);
      const read = (TARGETS.get(node.op) ?? []).map(input => node.inputs[input] ?? '').filter(name => name !== '');
      if (!read.some(name => !constants.has(name))) continue;
      const names = [...freeNames(facts, shape(node.outputs[0]))].filter(name => inputs.get(name) !== 'batch');
      note(targets, names, graph.id, node);
    }
  }
  for (const [name, { graph, node, count }] of spatial) {
    const layers = `${counted(count, 'node')} over spatial axes`;
    yield atNode(graph, node, `${origin(inputs, name)}: ${layers} cannot be planned, ${nodeLabel(node)} first.`);
  }
  for (const [name, { graph, node, count }] of targets) {
    if (spatial.has(name)) continue;
    const shapes = `${counted(count, 'shape')} computed while the model runs`;
    yield atNode(graph, node, `${origin(inputs, name)}: ${shapes}, that for ${nodeLabel(node)} first.`);
  }
}

/** Free sizes of the inputs; one that only leads inputs is their batch. */
function sizesOfInputs(model: Model, facts: TypeFacts): ReadonlyMap<string, 'batch' | 'other'> {
  const found = new Map<string, 'batch' | 'other'>();
  for (const { name: input, type } of freeInputs(model.graph)) {
    if (type?.kind !== 'tensor') continue;
    for (const [axis, size] of (type.shape ?? []).entries()) {
      // Inference calls an axis without a name so.
      const names = size === null ? [`${input}:${axis}`] : freeNames(facts, [size]);
      for (const name of names) found.set(name, axis === 0 && found.get(name) !== 'other' ? 'batch' : 'other');
    }
  }
  return found;
}

function freeNames({ namesIn }: TypeFacts, sizes: readonly Dimension[]): Iterable<string> {
  return new Set(sizes.flatMap(size => (typeof size === 'string' ? namesIn(size) : [])));
}

function note(found: Map<string, Affected>, names: Iterable<string>, graph: string, node: Node): void {
  for (const name of names) {
    const known = found.get(name);
    if (known === undefined) found.set(name, { graph, node, count: 1 });
    else known.count += 1;
  }
}

function origin(inputs: ReadonlyMap<string, unknown>, name: string): string {
  return inputs.has(name) ? `Size ${quoted(name)} is open` : `Size ${quoted(name)} depends on the data`;
}
