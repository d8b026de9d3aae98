import { TargetFile } from './onnx/write/targetFile';
import { ResultFiles } from './resultFiles';

/** A file that is written from its beginning to its end and appears complete, or not at all. */
export interface SavedFile {
  /** @throws LatheError `job.cannotWrite`, a full disk included; then nothing is left. */
  write(bytes: Uint8Array): Promise<void>;
  /** Gives the file its name, and takes the place of one that has it. */
  finish(): Promise<void>;
  /** Leaves nothing behind. */
  discard(): Promise<void>;
}

/** Writes under a temporary name beside the target. @throws LatheError `job.cannotWrite`, `job.targetNotAFile`. */
export async function savedOnDisk(target: string): Promise<SavedFile> {
  const files = new ResultFiles(true, () => undefined);
  const file = await TargetFile.create(await files.reserve(target));
  let isOpen = true;
  const discard = async (): Promise<void> => {
    if (!isOpen) return;
    isOpen = false;
    await file.discard();
    await files.abandon();
  };
  return {
    async write(bytes) {
      try {
        await file.write(bytes);
      } catch (cause) {
        await discard();
        throw cause;
      }
    },
    async finish() {
      try {
        await file.close();
        isOpen = false;
        await files.commit();
      } catch (cause) {
        await files.abandon();
        throw cause;
      }
    },
    discard,
  };
}
