import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { cannotWrite } from './resultErrors';
import { ResultFiles } from './resultFiles';

/**
 * Writes texts that appear together, complete.
 * @throws LatheError `job.targetExists` unless `force`, `job.cannotWrite`, a full disk included.
 */
export async function writeTexts(
  texts: readonly { readonly file: string; readonly text: string }[],
  force: boolean,
): Promise<void> {
  const files = new ResultFiles(force, () => undefined);
  try {
    for (const { file, text } of texts) {
      const target = path.resolve(file);
      const temporary = await files.reserve(target);
      try {
        await writeFile(temporary, text);
      } catch (cause) {
        throw cannotWrite(target, cause);
      }
    }
    await files.commit();
  } catch (cause) {
    await files.abandon();
    throw cause;
  }
}
