import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { REFERENCE_PAGES } from './referencePages';

// `npm run reference`: writes the pages of media/reference/ that are made of tables in the code.
async function main(): Promise<void> {
  const folder = path.resolve(__dirname, '../../media/reference');
  await mkdir(folder, { recursive: true });
  for (const { file, text } of REFERENCE_PAGES) await writeFile(path.join(folder, file), text());
}

void main();
