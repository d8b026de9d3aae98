import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { chosenVersion, root, type WorkbenchVersion } from './versions';

/** Where an installed workbench keeps its server, its Node.js and its own `node_modules`. */
export interface Workbench {
  readonly version: WorkbenchVersion;
  readonly node: string;
  readonly server: string;
}

/**
 * Installs VS Code from the `code-server` package into `.vscode-test/workbench/` unless it is there already.
 * The folder appears by a rename once it is complete, so an interrupted install leaves nothing that looks finished.
 */
export async function installWorkbench(version = chosenVersion()): Promise<Workbench> {
  const folder = path.join(root, '.vscode-test/workbench', version.codeServer);
  const workbench = describe(version, folder);
  if (existsSync(folder)) return workbench;

  process.stdout.write(`Installing VS Code ${version.vscode} (code-server ${version.codeServer}) into ${folder}\n`);
  const unfinished = `${folder}.${process.pid}.tmp`;
  try {
    await mkdir(unfinished, { recursive: true });
    await writeFile(path.join(unfinished, 'package.json'), '{ "private": true }\n');
    // Scripts stay off: one dependency would download ripgrep and another needs Kerberos headers.
    const packages = [`code-server@${version.codeServer}`, nodePackage(version), ...(version.ripgrep ?? [])];
    await npm(unfinished, ['install', '--ignore-scripts', ...packages]);
    await npm(path.join(unfinished, 'node_modules/code-server/lib/vscode'), [
      'install',
      '--omit=dev',
      '--ignore-scripts',
    ]);
    if (version.ripgrep !== undefined) await placeRipgrep(unfinished);
    await rename(unfinished, folder).catch((error: NodeJS.ErrnoException) => {
      if (!existsSync(folder)) throw error;
    });
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  return workbench;
}

function describe(version: WorkbenchVersion, folder: string): Workbench {
  const modules = path.join(folder, 'node_modules');
  const binary = process.platform === 'win32' ? 'bin/node.exe' : 'bin/node';
  return {
    version,
    node: path.join(modules, nodePackageName(), binary),
    server: path.join(modules, 'code-server/lib/vscode/out/server-main.js'),
  };
}

async function placeRipgrep(folder: string): Promise<void> {
  const program = process.platform === 'win32' ? 'rg.exe' : 'rg';
  const from = path.join(folder, 'node_modules/@vscode/ripgrep-universal/bin', `${process.platform}-${process.arch}`);
  const to = path.join(folder, 'node_modules/code-server/lib/vscode/node_modules/@vscode/ripgrep/bin');
  await mkdir(to);
  await copyFile(path.join(from, program), path.join(to, program));
}

/** The package that holds this platform's Node.js binary itself, so that no install script has to run. */
function nodePackageName(): string {
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  return `node-${platform === 'darwin' && process.arch === 'arm64' ? 'bin-darwin' : platform}-${process.arch}`;
}

function nodePackage(version: WorkbenchVersion): string {
  return `${nodePackageName()}@${version.node}`;
}

async function npm(cwd: string, args: readonly string[]): Promise<void> {
  const quiet = ['--no-audit', '--no-fund', '--no-save', '--loglevel=error'];
  const shell = process.platform === 'win32';
  const child = spawn('npm', [...args, ...quiet], { cwd, shell, stdio: ['ignore', 'inherit', 'inherit'] });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`npm ${args.join(' ')} in ${cwd} ended with status ${code}.`);
}
