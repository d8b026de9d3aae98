import { realpath, rm } from 'node:fs/promises';
import path from 'node:path';
import { MAX_PROTOBUF_BYTES } from '../limits';
import { openWeightFiles } from '../weightReader';
import { tooLargeForOneMessage } from './errors';
import { onnx } from './generated/onnx';
import type { PayloadTable } from './payloadTable';
import { MODEL } from './schema';
import { expand } from './write/expand';
import { ExternalData } from './write/externalData';
import { Section } from './write/section';
import { TargetFile } from './write/targetFile';
import { movingTensors } from './write/tensorRewrite';

/** Where to write weights that do not fit into the model file. */
export interface ExternalTarget {
  /** Path to write, usually a temporary name. */
  readonly file: string;
  /** Its final name, relative to the model's final place; the model refers to it by this. */
  readonly location: string;
}

export interface WriteOptions {
  /**
   * Path of the model the structure was read from. Needed when that model has external data: references stay as they
   * are when the target is in the same folder; otherwise the values are copied.
   */
  readonly sourcePath?: string;
  /** Copy them whatever the folder, so that the target does not need the source's files. */
  readonly bringExternal?: boolean;
  /** Asked once, only when external data is needed. By default the target's name with `.data` added. */
  readonly externalData?: () => Promise<ExternalTarget>;
  /** Largest model file without external data, by default what protobuf allows. */
  readonly inlineLimit?: number;
}

export interface WrittenModel {
  readonly bytes: number;
  /** The weights file that was needed, if any. */
  readonly external: { readonly file: string; readonly bytes: number } | null;
}

/**
 * Writes a structure with its payloads as an ONNX file. Weights stream from their source, so the memory needed is that
 * of the structure. A model over 2 GiB keeps the values of its initializers in a second file. An existing target is
 * never replaced; after an error nothing is left behind.
 *
 * @throws LatheError `job.targetExists`, `job.cannotWrite`, or what reading a payload throws.
 */
export async function writeOnnx(
  skeleton: onnx.ModelProto.$Properties,
  payloads: PayloadTable,
  target: string,
  options: WriteOptions = {},
): Promise<WrittenModel> {
  const bytes = onnx.ModelProto.encode(skeleton).finish();
  const files = openWeightFiles(options.sourcePath ?? target, payloads.source);
  try {
    const { sourcePath, bringExternal = false } = options;
    const copyExternal = bringExternal || (sourcePath !== undefined && !(await sameFolder(sourcePath, target)));
    const layout = (external: ExternalData | null): Section => {
      const rewrite = movingTensors({ payloads, files, copyExternal, external });
      const message = { schema: MODEL, bytes, from: 0, to: bytes.length };
      return expand(message, payloads, rewrite) ?? wholeSection(bytes);
    };
    const one = layout(null);
    if (one.length <= Math.min(options.inlineLimit ?? MAX_PROTOBUF_BYTES, MAX_PROTOBUF_BYTES)) {
      return { bytes: await writeModel(one, target), external: null };
    }
    return await writeInTwo(layout, target, options);
  } finally {
    await files.close();
  }
}

async function writeInTwo(
  layout: (external: ExternalData) => Section,
  target: string,
  options: WriteOptions,
): Promise<WrittenModel> {
  const { file, location } = (await options.externalData?.()) ?? {
    file: `${target}.data`,
    location: `${path.basename(target)}.data`,
  };
  const external = new ExternalData(location);
  const model = layout(external);
  if (model.length > MAX_PROTOBUF_BYTES) throw tooLargeForOneMessage(model.length, MAX_PROTOBUF_BYTES);
  await writeFile(file, async out => {
    for (const { offset, bytes } of external.parts) {
      await out.padTo(offset);
      for await (const chunk of bytes.read()) await out.write(chunk);
    }
  });
  try {
    return { bytes: await writeModel(model, target), external: { file, bytes: external.length } };
  } catch (cause) {
    await rm(file, { force: true });
    throw cause;
  }
}

async function writeModel(model: Section, target: string): Promise<number> {
  await writeFile(target, async out => {
    for (const piece of model.pieces) {
      if (piece instanceof Uint8Array) await out.write(piece);
      else for await (const chunk of piece.read()) await out.write(chunk);
    }
  });
  return model.length;
}

/** Creates a file and fills it, or leaves none. */
async function writeFile(target: string, fill: (out: TargetFile) => Promise<void>): Promise<void> {
  const out = await TargetFile.create(target);
  try {
    await fill(out);
    await out.close();
  } catch (cause) {
    await out.discard();
    throw cause;
  }
}

function wholeSection(bytes: Uint8Array): Section {
  const section = new Section();
  section.add(bytes);
  return section;
}

async function sameFolder(one: string, other: string): Promise<boolean> {
  return (await realpath(path.dirname(one))) === (await realpath(path.dirname(other)));
}
