import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { PayloadTable } from '../formats/onnx/payloadTable';
import { writeOnnx } from '../formats/onnx/writeOnnx';
import { ResultFiles } from '../formats/resultFiles';
import type { Session, SessionOptions } from '../model/runtime';
import type { ModelProto } from './graph/protos';
import { comparable, type Tools } from './tools';

/** Models that exist only while a job runs, beside its result, under names that are removed whatever happens. */
export class Scratch {
  readonly #files: ResultFiles;
  #count = 0;

  constructor(
    private readonly target: string,
    private readonly sourcePath: string,
    announce: (temporary: string) => void,
  ) {
    this.#files = new ResultFiles(true, announce);
  }

  /** Writes a model and gives its path. */
  async write(model: ModelProto, payloads: PayloadTable): Promise<string> {
    const file = await this.#reserve('onnx');
    await writeOnnx(model, payloads, file, {
      sourcePath: this.sourcePath,
      externalData: async () => {
        const data = await this.#reserve('data');
        return { file: data, location: path.basename(data) };
      },
    });
    return file;
  }

  /** Removes a model that was read. Its weights file, if it needed one, may still be mapped and stays until `clear`. */
  async remove(file: string): Promise<void> {
    await rm(file, { force: true });
  }

  /** Removes everything that is left. */
  async clear(): Promise<void> {
    await this.#files.abandon();
  }

  #reserve(extension: string): Promise<string> {
    this.#count += 1;
    const { dir, name } = path.parse(this.target);
    return this.#files.reserve(path.join(dir, `${name}.scratch-${this.#count}.${extension}`));
  }
}

/** A session of a model that is only needed now. Its file is gone when this returns. */
export async function openScratch(
  model: ModelProto,
  payloads: PayloadTable,
  tools: Tools,
  options: SessionOptions = comparable(tools.threads),
): Promise<Session> {
  const file = await tools.scratch.write(model, payloads);
  try {
    return await tools.runtime.open(file, options);
  } finally {
    await tools.scratch.remove(file);
  }
}
