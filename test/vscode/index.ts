import path from 'node:path';
import { runMocha } from './runMocha';

/** The contract of `extensionTestsPath`: VS Code calls this inside the extension host. */
export function run(): Promise<void> {
  return runMocha(path.join(__dirname, 'suites'));
}
