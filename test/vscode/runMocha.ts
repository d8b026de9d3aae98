import { appendFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { type ResultLine, resultsVariable } from '../workbench/testResults';

const testTimeoutMs = 120_000;

/** Runs every `*.test.js` in a folder with mocha and appends each result to the file that the runner outside is reading. */
export async function runMocha(folder: string): Promise<void> {
  const target = process.env[resultsVariable];
  if (target === undefined) throw new Error(`Set ${resultsVariable} to the file that takes the results.`);
  const report = (line: ResultLine): void => appendFileSync(target, `${JSON.stringify(line)}\n`);
  try {
    const { default: Mocha } = await import('mocha');
    const mocha = new Mocha({ ui: 'bdd', timeout: testTimeoutMs, forbidOnly: true, reporter: Mocha.reporters.Base });
    for (const file of testFiles(folder)) mocha.addFile(file);
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

function testFiles(folder: string): readonly string[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith('.test.js'));
  return files.sort().map(file => path.join(folder, file));
}

function text(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
