import type { Model } from '../model/model';
import { LatheError } from '../shared/errors';
import type { ByteSource } from './byteSource';
import type { Format } from './format';
import { HEAD_BYTES } from './limits';
import { onnxFormat } from './onnx/onnxFormat';
import { OTHER_PROTOBUFS } from './onnx/otherProtobufs';
import { BINARY_FORMATS } from './recognition/binaryFormats';
import type { OtherFormat } from './recognition/otherFormat';
import { emptyFile, otherFormat, unknownFormat } from './recognition/refusals';
import { TEXT_FORMATS } from './recognition/textFormats';

export interface OpenedModel {
  readonly format: string;
  readonly model: Model;
}

/** What can be opened. */
const FORMATS: readonly Format[] = [onnxFormat];

/** What is told apart by a signature or by being text, before any format without one is tried. */
const CERTAIN: readonly OtherFormat[] = [...BINARY_FORMATS, ...TEXT_FORMATS];

/**
 * Opens a model file of any supported format, recognised by what it contains and never by its name.
 * @throws LatheError that says what the file is instead, or what is wrong with it and where, and what to do.
 */
export async function openModel(source: ByteSource): Promise<OpenedModel> {
  const format = await recogniseFormat(source);
  try {
    return { format: format.name, model: await format.open(source) };
  } catch (thrown) {
    throw thrown instanceof LatheError ? thrown.inFile(source.name) : thrown;
  }
}

/**
 * Tells the format of a model file from its first bytes, without opening it.
 * @throws LatheError that says what the file is when it is none that can be opened.
 */
export async function recogniseFormat(source: ByteSource): Promise<Format> {
  try {
    return await recognise(source);
  } catch (thrown) {
    throw thrown instanceof LatheError ? thrown.inFile(source.name) : thrown;
  }
}

async function recognise(source: ByteSource): Promise<Format> {
  if (source.size === 0) throw emptyFile();
  const head = await source.read(0, Math.min(HEAD_BYTES, source.size));
  await refuse(CERTAIN, head, source);
  for (const format of FORMATS) if (await format.match(head, source)) return format;
  await refuse(OTHER_PROTOBUFS, head, source);
  throw unknownFormat();
}

async function refuse(formats: readonly OtherFormat[], head: Uint8Array, source: ByteSource): Promise<void> {
  for (const format of formats) if (await format.match(head, source)) throw otherFormat(format);
}
