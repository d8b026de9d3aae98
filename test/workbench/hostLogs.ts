import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** The extension hosts' logs and everything extensions logged, for a person who has to find out why a run failed. */
export async function hostLogs(dataFolder: string): Promise<string> {
  const logs = path.join(dataFolder, 'data/logs');
  const files = (await readdir(logs, { recursive: true })).filter(file => /exthost.*\.log$/.test(file));
  const texts = await Promise.all(
    files.map(async file => `--- ${file}\n${await readFile(path.join(logs, file), 'utf8')}`),
  );
  return texts.join('\n');
}
