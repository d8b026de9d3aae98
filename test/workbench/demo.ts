import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { copySample } from './sampleWorkspace';
import { root } from './versions';

// `npm run demo`: the main job without a screen. Inspects, quantizes and benchmarks a copy of the sample through the command
// line, then prints the report that was written beside it. Ends with the status of the first command that failed.
async function main(): Promise<void> {
  const sample = await copySample();
  try {
    for (const args of [
      ['inspect', 'digits.onnx'],
      ['quantize', 'digits.onnx'],
      ['benchmark', 'digits.onnx'],
      ['benchmark', 'digits.int8.onnx'],
    ]) {
      const status = await lathe(sample.folder, args);
      if (status !== 0) {
        process.exitCode = status;
        return;
      }
    }
    process.stdout.write(`\n${await readFile(path.join(sample.folder, 'digits.int8.report.md'), 'utf8')}`);
  } finally {
    await sample.remove();
  }
}

async function lathe(folder: string, args: readonly string[]): Promise<number> {
  process.stdout.write(`\n$ model-lathe ${args.join(' ')}\n`);
  const cli = path.join(root, 'dist/cli.js');
  const child = spawn(process.execPath, [cli, ...args], { cwd: folder, stdio: ['ignore', 'inherit', 'inherit'] });
  const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
  if (signal !== null) process.stderr.write(`model-lathe ${args[0]} was ended by ${signal}.\n`);
  return code ?? 1;
}

void main();
