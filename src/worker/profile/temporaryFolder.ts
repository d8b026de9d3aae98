import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

/** Does something with a folder of its own that is gone afterwards, also when this process dies: `announce` tells its parent. */
export async function inTemporaryFolder<T>(
  purpose: string,
  announce: (temporary: string) => void,
  use: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(path.join(os.tmpdir(), `model-lathe-${purpose}-`));
  announce(folder);
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
