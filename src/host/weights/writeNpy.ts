import { open } from 'node:fs/promises';
import type { NpyContents } from '../../analysis/picture/npyBytes';
import { npyHeader } from '../../formats/npyHeader';
import { ResultFiles } from '../../formats/resultFiles';

/**
 * Writes a weight under a temporary name, piece by piece, and gives it its own name when it is complete. A failure leaves
 * nothing behind and an older file as it was.
 */
export async function writeNpy(target: string, { choice, shape, pieces }: NpyContents): Promise<void> {
  const files = new ResultFiles(true, () => undefined);
  try {
    const file = await open(await files.reserve(target), 'wx');
    try {
      await file.writeFile(npyHeader(choice.descr, shape));
      for await (const piece of pieces) await file.writeFile(piece);
    } finally {
      await file.close();
    }
    await files.commit();
  } catch (thrown) {
    await files.abandon();
    throw thrown;
  }
}
