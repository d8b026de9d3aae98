import { formatBytes } from '../../../shared/units';
import type { Model } from '../../model';
import { declaringGraph, modelIndex } from '../../modelIndex';
import { printWeightType } from '../../printType';
import { simplify } from '../mends';
import { atWeight } from '../places';
import type { Check, LintRule } from '../rule';
import { inferenceGraphs } from '../scope';
import { quoted } from '../wording';

/** Bytes. Exporters leave counters of a few bytes behind (`num_batches_tracked`), which nobody misses. */
const WORTH_A_WARNING = 1024;

export const unusedInitializer: LintRule<'structure'> = {
  id: 'unused-initializer',
  title: 'Unused initializer',
  severity: 'warning',
  what: `An initializer that no node reads and that is no output. Scales and zero points that a quantization annotation names, and what a training graph reads, count as used. Information below ${formatBytes(WORTH_A_WARNING)}.`,
  why: 'It takes space in the file and memory when the model is loaded, and nothing computes with it.',
  mend: simplify('Write the model without it.'),
  needs: 'structure',
  check,
};

function* check(model: Model): Check {
  const index = modelIndex(model);
  const read = new Map(inferenceGraphs(model).map(({ graph }) => [graph.id, new Set<string>()]));
  for (const { graph } of inferenceGraphs(model)) {
    for (const { name } of graph.outputs) {
      const owner = declaringGraph(index, graph.id, name);
      if (owner !== undefined) read.get(owner.graph.id)?.add(name);
      yield undefined;
    }
    for (const parameters of graph.quantization.values()) {
      for (const { value } of parameters) read.get(graph.id)?.add(value);
      yield undefined;
    }
  }
  const trained = yield* namesInTraining(model);
  for (const { graph, constants, uses } of inferenceGraphs(model)) {
    for (const name of graph.initializers.keys()) {
      yield undefined;
      const located = constants.get(name);
      if (located === undefined || uses.has(name) || read.get(graph.id)?.has(name) === true) continue;
      if (graph === model.graph && trained.has(name)) continue;
      const { bytes } = located.weight;
      const text = `${quoted(name)} (${printWeightType(located.weight)}, ${formatBytes(bytes)}) is read by nothing.`;
      yield { ...atWeight(located, text), severity: bytes < WORTH_A_WARNING ? 'info' : 'warning' };
    }
  }
}

/** Training graphs read and replace initializers of the main graph. */
function* namesInTraining(model: Model): Generator<undefined, ReadonlySet<string>, void> {
  const names = new Set<string>();
  for (const { initialization, algorithm, initializationBindings, updateBindings } of model.training) {
    for (const { key } of [...initializationBindings, ...updateBindings]) names.add(key);
    for (const graph of [initialization, algorithm]) {
      for (const node of graph?.nodes ?? []) {
        for (const name of node.inputs) names.add(name);
        yield undefined;
      }
    }
  }
  return names;
}
