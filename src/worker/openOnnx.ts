import { stat } from 'node:fs/promises';
import type { ByteSource } from '../formats/byteSource';
import { sourceChanged } from '../formats/errors';
import { openFileSource } from '../formats/fileSource';
import { type OnnxFile, readOnnx } from '../formats/onnx/readOnnx';
import { recogniseFormat } from '../formats/registry';
import { checkExternalWeights, openWeightFiles, type WeightFiles } from '../formats/weightReader';

/** An ONNX file that a job reads from beginning to end. */
export interface OpenedOnnx extends OnnxFile {
  readonly path: string;
  readonly source: ByteSource;
  readonly files: WeightFiles;
  /** @throws LatheError `source.changed` when the path no longer leads to the file that was opened, unchanged. */
  checkUnchanged(): Promise<void>;
  close(): Promise<void>;
}

/**
 * @param weights whether those in other files must be there, which whoever writes or runs the model wants to know at once
 * @throws LatheError of any other format with what it is, of damaged files, and of weights that are needed and missing
 */
export async function openOnnx(path: string, weights: 'needed' | 'optional' = 'needed'): Promise<OpenedOnnx> {
  const source = await openFileSource(path);
  const files = openWeightFiles(path, source);
  const close = async (): Promise<void> => {
    await files.close();
    await source.close();
  };
  try {
    const before = await identity(path);
    await recogniseFormat(source);
    const file = await readOnnx(source);
    if (weights === 'needed') await checkExternalWeights(file.model, files);
    return {
      ...file,
      path,
      source,
      files,
      close,
      async checkUnchanged() {
        await source.read(0, 0);
        if ((await identity(path)) !== before) throw sourceChanged(source.name);
      },
    };
  } catch (cause) {
    await close();
    throw cause;
  }
}

/** `null` when there is nothing to look at any more. */
async function identity(path: string): Promise<string | null> {
  const found = await stat(path, { bigint: true }).catch(() => null);
  return found === null ? null : [found.dev, found.ino, found.size, found.mtimeNs].join(' ');
}
