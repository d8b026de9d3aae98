import type { ChunksOf } from '../../../../src/analysis/weights/dequantizer';
import { weightReport } from '../../../../src/analysis/weights/weightReport';
import { memorySource } from '../../../../src/formats/fileSource';
import { readOnnx } from '../../../../src/formats/onnx/readOnnx';
import { openWeightFiles, weightChunks } from '../../../../src/formats/weightReader';
import type { WeightFigures, WeightReport } from '../../../../src/shared/reports/weightReport';
import { type GraphBuilder, modelBytes } from '../../../fixtures/builders/onnxModel';

export interface MeasureSettings {
  readonly bins?: number;
  readonly nearZero?: number;
  /** Small by default, so that weights span many chunks. */
  readonly chunkBytes?: number;
  readonly signal?: AbortSignal;
  readonly progress?: (done: number, total: number, weight: string) => void;
  /** Replaces the reading of chunks. */
  readonly chunksOf?: (original: ChunksOf) => ChunksOf;
}

/** The report of a model built in memory. */
export async function reportOf(graph: GraphBuilder, settings: MeasureSettings = {}): Promise<WeightReport> {
  const { bins = 16, nearZero = 0.01, chunkBytes = 48, progress = () => {} } = settings;
  const signal = settings.signal ?? new AbortController().signal;
  const source = memorySource(modelBytes(graph, { opset: 21, domains: { 'com.microsoft': 1 } }), 'model.onnx');
  const { model } = await readOnnx(source);
  const files = openWeightFiles('model.onnx', source);
  const chunksOf: ChunksOf = weight => weightChunks(weight, files, chunkBytes);
  const options = { file: 'model.onnx', bytes: source.size, bins, nearZero, signal, progress };
  return weightReport(model, settings.chunksOf?.(chunksOf) ?? chunksOf, options);
}

/** The figures of one weight of a model built in memory. */
export async function figuresOf(graph: GraphBuilder, name: string, settings?: MeasureSettings): Promise<WeightFigures> {
  const { weights, skipped } = await reportOf(graph, settings);
  const found = weights.find(weight => weight.name === name);
  if (found === undefined) throw new Error(`No figures of ${name}: ${JSON.stringify(skipped)}`);
  return found;
}

/** The same figures by their definitions, element by element. */
export function byDefinition(values: readonly number[], bins: number, nearZero: number) {
  const finite = values.filter(Number.isFinite);
  const min = Math.min(...finite);
  const max = Math.max(...finite);
  const mean = finite.reduce((sum, x) => sum + x, 0) / finite.length;
  const largest = Math.max(...finite.map(Math.abs));
  const counts = new Array<number>(bins).fill(0);
  for (const x of finite) {
    const bin = max === min ? 0 : Math.min(bins - 1, Math.floor(((x - min) / (max - min)) * bins));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return {
    zeros: finite.filter(x => x === 0).length,
    nearZeros: finite.filter(x => x === 0 || Math.abs(x) < nearZero * largest).length,
    nan: values.filter(Number.isNaN).length,
    infinite: values.length - finite.length - values.filter(Number.isNaN).length,
    min,
    max,
    mean,
    std: Math.sqrt(finite.reduce((sum, x) => sum + (x - mean) ** 2, 0) / finite.length),
    counts,
  };
}
