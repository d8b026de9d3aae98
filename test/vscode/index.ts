import { readdirSync } from 'node:fs';
import path from 'node:path';
import { runMocha } from './runMocha';

/** The contract of `extensionTestsPath`: VS Code calls this inside the extension host. Runs every bundled `*.test.js`. */
export function run(): Promise<void> {
  const folder = path.join(__dirname, 'suites');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith('.test.js'));
  return runMocha(files.sort().map(file => path.join(folder, file)));
}
