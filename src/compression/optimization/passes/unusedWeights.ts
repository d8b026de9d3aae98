import { usedNames } from '../../graph/graphIndex';
import type { Pass } from '../pass';

/** Constants that nothing reads. */
export const unusedWeights: Pass = {
  id: 'unused-weights',
  title: 'Drop unused initializers',
  mends: ['unused-initializer'],
  exactness: 'exact',
  request: null,
  async run(context) {
    const { graph, constants } = context.work;
    const used = usedNames(graph);
    for (const { quantParameterTensorNames } of graph.quantizationAnnotation ?? []) {
      for (const { value } of quantParameterTensorNames ?? []) used.add(value ?? '');
    }
    for (const { name } of graph.input) used.add(name ?? '');
    for (const name of [...constants.keys()]) {
      if (used.has(name)) continue;
      constants.delete(name);
      context.changed(name);
    }
    const sparse = graph.sparseInitializer ?? [];
    graph.sparseInitializer = sparse.filter(({ values }) => used.has(values?.name ?? ''));
    for (const { values } of sparse) if (!used.has(values?.name ?? '')) context.changed(values?.name ?? '');
  },
};
