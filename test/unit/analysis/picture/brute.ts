import { ElementReader } from '../../../../src/analysis/picture/elementReader';
import type { Patience } from '../../../../src/analysis/picture/fillCells';
import { type ReadElements, type Subject, subjectOf } from '../../../../src/analysis/picture/subject';
import { memorySource } from '../../../../src/formats/fileSource';
import { openModel } from '../../../../src/formats/registry';
import { openWeightFiles, readWeightBytes, weightChunks } from '../../../../src/formats/weightReader';
import type { Model } from '../../../../src/model/model';
import { findWeight } from '../../../../src/model/queries';
import { type CountingSource, countingSource } from '../../../fixtures/countingSource';

/** A weight of an encoded model, read as the host reads it, and what was read of the file for it. */
export interface Opened {
  readonly model: Model;
  readonly subject: Subject;
  readonly source: CountingSource;
  readonly read: ReadElements;
  reader(dequantized?: boolean): ElementReader;
  /** Bytes read since the last call. */
  bytesRead(): number;
}

export async function opened(bytes: Uint8Array, name: string): Promise<Opened> {
  const source = countingSource(memorySource(bytes, 'model.onnx'));
  const { model } = await openModel(source);
  const files = openWeightFiles('/none/model.onnx', source);
  const located = findWeight(model, 'main', name);
  if (located === undefined) throw new Error(`no weight ${name}`);
  const read: ReadElements = (weight, first, count) => readWeightBytes(weight, files, first, count);
  const subject = await subjectOf(model, located, weight => weightChunks(weight, files, 1 << 16), read);
  let before = source.reads.length;
  return {
    model,
    subject,
    source,
    read,
    reader: (dequantized = false) => new ElementReader(subject, read, dequantized),
    bytesRead: () => {
      const since = source.reads.slice(before);
      before = source.reads.length;
      return since.reduce((sum, { length }) => sum + length, 0);
    },
  };
}

/** Work that nobody interrupts. */
export function patient(progress: (elements: number) => void = () => undefined): Patience {
  return { signal: new AbortController().signal, rest: () => null, progress };
}

/** All index tuples of a shape in row-major order. */
export function* indices(shape: readonly number[]): Generator<readonly number[]> {
  const total = shape.reduce((a, b) => a * b, 1);
  for (let place = 0; place < total; place++) {
    const index: number[] = [];
    let rest = place;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const size = shape[axis] ?? 1;
      index[axis] = rest % size;
      rest = Math.floor(rest / size);
    }
    yield index;
  }
}

/** The place of an index tuple in row-major order. */
export function placeOf(index: readonly number[], shape: readonly number[]): number {
  return shape.reduce((place, size, axis) => place * size + (index[axis] ?? 0), 0);
}
