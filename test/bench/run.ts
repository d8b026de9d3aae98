import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { BenchRow } from './benchRow';

interface BenchModule {
  readonly bench?: () => Promise<readonly BenchRow[]>;
}

interface Failure {
  readonly file: string;
  readonly error: string;
}

type Outcome = { readonly rows: readonly BenchRow[] } | { readonly error: string };

const ALONE = '--alone';

// `npm run bench`: every file beside this one that exports `bench`, one after the other, as a table and as
// out/bench.json. Names given as arguments choose among them. Ends with 1 when a row misses its limit.
async function main(): Promise<void> {
  const wanted = process.argv.slice(2);
  const files = (await readdir(__dirname)).filter(file => file.endsWith('.ts') && file !== 'run.ts').sort();
  const rows: BenchRow[] = [];
  const failures: Failure[] = [];
  for (const file of files) {
    if (wanted.length > 0 && !wanted.includes(file.replace(/\.ts$/, ''))) continue;
    process.stderr.write(`${file} …\n`);
    const outcome = await inProcessOfItsOwn(file);
    if ('rows' in outcome) rows.push(...outcome.rows);
    else failures.push({ file, error: outcome.error });
  }
  process.stdout.write(`${table(rows)}\n`);
  for (const { file, error } of failures) process.stdout.write(`\n${file} could not be measured: ${error}\n`);
  const target = path.resolve(__dirname, '../../out/bench.json');
  await mkdir(path.dirname(target), { recursive: true });
  await writeFile(target, `${JSON.stringify({ date: new Date().toISOString(), rows, failures }, null, 2)}\n`);
  process.exitCode = failures.length === 0 && rows.every(row => row.passed) ? 0 : 1;
}

/** As a job in its child: what another measurement taught the compiler about shared loops changes their speed. */
async function inProcessOfItsOwn(file: string): Promise<Outcome> {
  const child = fork(__filename, [ALONE, file]);
  let outcome: Outcome | undefined;
  child.on('message', message => {
    outcome = message as Outcome;
  });
  const [code] = await once(child, 'exit');
  return outcome ?? { error: `its process ended with status ${code}.` };
}

/** The other side of `inProcessOfItsOwn`. Files without `bench` are parts of others. */
async function measure(file: string): Promise<Outcome> {
  try {
    const { bench } = (await import(pathToFileURL(path.join(__dirname, file)).href)) as BenchModule;
    return { rows: bench === undefined ? [] : await bench() };
  } catch (error) {
    return { error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

async function answer(file: string): Promise<void> {
  const outcome = await measure(file);
  process.send?.(outcome);
  process.disconnect();
}

function table(rows: readonly BenchRow[]): string {
  const header = ['', 'measure', 'value', 'limit', 'against'];
  const cells = rows.map(row => [
    row.passed ? '✓' : '✗',
    row.name,
    `${figure(row.value)} ${row.unit}`,
    row.limit,
    row.baseline,
  ]);
  const widths = header.map((title, column) => Math.max(title.length, ...cells.map(cell => cell[column]?.length ?? 0)));
  const line = (cell: readonly string[]): string =>
    cell
      .map((text, column) => text.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return [line(header), ...cells.map(line)].join('\n');
}

function figure(value: number): string {
  return Number.isInteger(value) ? `${value}` : value.toPrecision(3);
}

const [mode, file] = process.argv.slice(2);
void (mode === ALONE && file !== undefined ? answer(file) : main());
