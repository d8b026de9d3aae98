import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { memorySource } from '../../../../src/formats/fileSource';
import { readOnnx } from '../../../../src/formats/onnx/readOnnx';
import type { FigureContext } from '../../../../src/host/figures/figureSource';
import { storedBytes } from '../../../../src/model/storedBytes';
import type { NodeFigures } from '../../../../src/shared/figures/nodeFigures';
import { graphBuilder, modelBytes } from '../../../fixtures/builders/onnxModel';
import { temporaryFolder } from '../../../fixtures/temporaryFolder';

/** A folder with a model of three layers, named `first`, nothing, and `third`, and reports beside it. */
export function modelFolder() {
  const folder = temporaryFolder();
  return {
    /** What sources get for the model called `name`. */
    async context(
      name = 'net.onnx',
      comparisons: FigureContext['comparisons'] = [],
      first = 'first',
    ): Promise<FigureContext> {
      const weight = new Array<number>(4).fill(0.5);
      const graph = graphBuilder()
        .input('x', 'float32', [1, 2])
        .weight('w1', 'float32', [2, 2], weight)
        .weight('w2', 'float32', [2, 2], weight)
        .weight('w3', 'float32', [2, 2], weight)
        .node('MatMul', ['x', 'w1'], ['a'], {}, { name: first })
        .node('MatMul', ['a', 'w2'], ['b'])
        .node('MatMul', ['b', 'w3'], ['y'], {}, { name: 'third' })
        .output('y', 'float32', [1, 2]);
      const { model } = await readOnnx(memorySource(modelBytes(graph), name));
      return { model, file: folder.path(name), bytes: storedBytes(model), comparisons };
    },
    async write(name: string, report: unknown): Promise<void> {
      await writeFile(folder.path(name), typeof report === 'string' ? report : JSON.stringify(report));
    },
    path: (name: string): string => path.join(folder.path(name)),
  };
}

/** Values by `graph node`. */
export function valuesOf({ graphs, graph, node, value }: NodeFigures): Readonly<Record<string, number>> {
  return Object.fromEntries([...value].map((each, at) => [`${graphs[graph[at] ?? -1]} ${node[at]}`, each]));
}
