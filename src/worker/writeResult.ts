import { writeFile } from 'node:fs/promises';
import { cannotWrite } from '../formats/resultErrors';
import type { ResultFiles } from '../formats/resultFiles';

/** Writes a text under its temporary name. @throws LatheError `job.cannotWrite`, a full disk included. */
export async function writeResult(files: ResultFiles, target: string, contents: string): Promise<void> {
  const temporary = await files.reserve(target);
  try {
    await writeFile(temporary, contents);
  } catch (cause) {
    throw cannotWrite(target, cause);
  }
}
