import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { type Counts, countsIn, summaryLine } from './summary';
import { root, workbenchVersions } from './versions';

interface Suite {
  readonly name: string;
  /** Arguments of Node.js, started in the root of the checkout. */
  readonly command: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** A check is one thing that holds or not; anything else prints how many tests passed and failed. */
  readonly isCheck?: boolean;
}

const limitMs = 12 * 60_000;
const bin = (file: string): string => path.join('node_modules', file);
const script = (name: string): readonly string[] => ['--import', 'tsx', `test/workbench/${name}.ts`];

const suites: readonly Suite[] = [
  { name: 'build', command: ['esbuild.mjs', 'build'], isCheck: true },
  { name: 'types', command: [bin('typescript/bin/tsc'), '-p', '.'], isCheck: true },
  { name: 'types of the page', command: [bin('typescript/bin/tsc'), '-p', 'webview'], isCheck: true },
  {
    name: 'lint and format',
    command: [bin('@biomejs/biome/bin/biome'), 'check', '--error-on-warnings', '.'],
    isCheck: true,
  },
  { name: 'unit', command: [bin('mocha/bin/mocha.js'), 'test/unit/**/*.test.ts'] },
  ...workbenchVersions.map(({ vscode }) => ({
    name: `VS Code ${vscode}`,
    command: script('runVscode'),
    environment: { WORKBENCH_VSCODE: vscode },
  })),
  { name: 'browser', command: script('runE2e') },
];

// `npm test`: every suite runs, whatever happened to those before it, and the last line is the sum.
async function main(): Promise<void> {
  const rows: { name: string; counts: Counts; seconds: number }[] = [];
  for (const suite of suites) {
    process.stdout.write(`\n=== ${suite.name}\n`);
    const started = Date.now();
    const counts = await runSuite(suite);
    rows.push({ name: suite.name, counts, seconds: (Date.now() - started) / 1000 });
  }
  process.stdout.write('\n');
  for (const { name, counts, seconds } of rows) {
    process.stdout.write(`${name.padEnd(18)} ${summaryLine(counts).padEnd(40)} ${seconds.toFixed(0).padStart(4)} s\n`);
  }
  const sum = (key: keyof Counts): number => rows.reduce((total, row) => total + row.counts[key], 0);
  process.stdout.write(`\n${sum('passed')} passed, ${sum('failed')} failed\n`);
  process.exitCode = sum('failed') === 0 ? 0 : 1;
}

async function runSuite(suite: Suite): Promise<Counts> {
  const child = spawn(process.execPath, suite.command, {
    cwd: root,
    env: { ...process.env, ...suite.environment },
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: limitMs,
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    output += part;
    process.stdout.write(part);
  });
  const [code] = (await once(child, 'close')) as [number | null];
  const succeeded = code === 0;
  if (suite.isCheck) return { passed: succeeded ? 1 : 0, failed: succeeded ? 0 : 1, skipped: 0 };
  const counts = countsIn(output);
  // A suite that was ended early, or that ran nothing, has failed whatever it printed before.
  const lost = counts.failed === 0 && (!succeeded || counts.passed === 0);
  return lost ? { ...counts, failed: 1 } : counts;
}

void main();
