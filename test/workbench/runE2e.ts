import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { installWorkbench } from './install';
import { root } from './versions';

const testTimeoutMs = 180_000;

// `npm run test:e2e`: a person's clicks in a real browser. `--pictures` also renews the README's pictures; other
// arguments go to mocha, for example `-g Restricted`. A test file among them runs alone.
async function main(): Promise<void> {
  await installWorkbench();
  const pictures = process.argv.includes('--pictures');
  const others = process.argv.slice(2).filter(argument => argument !== '--pictures');
  const files = others.some(argument => argument.endsWith('.test.ts')) ? [] : ['test/e2e/**/*.test.ts'];
  const mocha = ['node_modules/mocha/bin/mocha.js', ...files, '--timeout', `${testTimeoutMs}`, ...others];
  const child = spawn(process.execPath, mocha, {
    cwd: root,
    env: { ...process.env, ...(pictures ? { MODEL_LATHE_PICTURES: 'yes' } : {}) },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  process.exitCode = code ?? 1;
}

void main();
