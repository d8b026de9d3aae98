import { appendFileSync } from 'node:fs';
import { type ResultLine, resultsVariable } from '../workbench/testResults';

const testTimeoutMs = 120_000;

/** Runs test files with mocha and appends each result to the file that the runner outside is reading. */
export async function runMocha(files: readonly string[]): Promise<void> {
  const target = process.env[resultsVariable];
  if (target === undefined) throw new Error(`Set ${resultsVariable} to the file that takes the results.`);
  const report = (line: ResultLine): void => appendFileSync(target, `${JSON.stringify(line)}\n`);
  try {
    const { default: Mocha } = await import('mocha');
    const mocha = new Mocha({ ui: 'bdd', timeout: testTimeoutMs, forbidOnly: true, reporter: class {} });
    for (const file of files) mocha.addFile(file);
    await new Promise<void>(resolve => {
      mocha
        .run(() => resolve())
        .on('pass', test => report({ kind: 'passed', title: test.fullTitle(), milliseconds: test.duration ?? 0 }))
        .on('pending', test => report({ kind: 'skipped', title: test.fullTitle() }))
        .on('fail', (test, error) => report({ kind: 'failed', title: test.fullTitle(), error: text(error) }));
    });
  } catch (error) {
    report({ kind: 'failed', title: 'The suite could not be loaded', error: text(error) });
  }
  report({ kind: 'ended' });
}

function text(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
