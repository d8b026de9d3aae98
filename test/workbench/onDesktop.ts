import { rm } from 'node:fs/promises';
import { runTests } from '@vscode/test-electron';
import type { BuiltSuites } from './buildSuites';
import { followResults } from './followResults';
import { copySample } from './sampleWorkspace';
import type { Counts } from './summary';
import { resultsVariable } from './testResults';
import { root } from './versions';

const silenceMs = 180_000;

/** Runs the suites in an installed desktop VS Code. Its windows with a test entry are always trusted. */
export async function runOnDesktop(executable: string, suites: BuiltSuites): Promise<Counts> {
  process.stdout.write(`\nDesktop VS Code ${executable}, trusted window\n`);
  const sample = await copySample();
  const results = `${sample.folder}.results.jsonl`;
  let running = true;
  const desktop = runTests({
    vscodeExecutablePath: executable,
    extensionDevelopmentPath: root,
    extensionTestsPath: suites.entry,
    extensionTestsEnv: { [resultsVariable]: results },
    launchArgs: [sample.folder, '--disable-extensions'],
  }).finally(() => {
    running = false;
  });
  try {
    const [counts] = await Promise.all([followResults(results, silenceMs, () => running), desktop]);
    return counts;
  } finally {
    await rm(results, { force: true });
    await sample.remove();
  }
}
