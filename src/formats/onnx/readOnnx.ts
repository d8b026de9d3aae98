import type { Model } from '../../model/model';
import { LatheError } from '../../shared/errors';
import type { ByteSource } from '../byteSource';
import type { onnx } from './generated/onnx';
import { toModel } from './model/toModel';
import { scanModel } from './scanModel';

export interface OnnxFile {
  readonly model: Model;
  /** The decoded file, in which large payloads are entries of `payloads` with source 0. */
  readonly skeleton: onnx.ModelProto;
}

/**
 * Opens an ONNX file: the whole structure, no large payload. Holds the event loop for a few milliseconds at a time.
 * @throws LatheError naming the file and the place for anything that is damaged, hostile or newer than ONNX 1.23.
 */
export async function readOnnx(source: ByteSource): Promise<OnnxFile> {
  const skeleton = await scanModel(source);
  try {
    return { model: await toModel(skeleton, source.size), skeleton };
  } catch (thrown) {
    throw thrown instanceof LatheError ? thrown.inFile(source.name) : thrown;
  }
}
