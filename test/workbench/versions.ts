import path from 'node:path';

/** One VS Code that can be had from the package registry, and the Node.js its server needs. */
export interface WorkbenchVersion {
  readonly vscode: string;
  readonly codeServer: string;
  readonly node: string;
  /** Its ripgrep, with which VS Code finds files, came by an install script; other packages have the program itself. */
  readonly ripgrep?: readonly string[];
}

export const root = path.resolve(import.meta.dirname, '../..');

/** The newest first. The second is the nearest to the manifest's `engines.vscode`; it crashes on Node 24. */
export const workbenchVersions: readonly [WorkbenchVersion, ...WorkbenchVersion[]] = [
  { vscode: '1.139', codeServer: '4.139.1', node: '24' },
  { vscode: '1.103', codeServer: '4.103.2', node: '22', ripgrep: ['@vscode/ripgrep-universal@1'] },
];

/** The version asked for by `WORKBENCH_VSCODE`, else the newest. */
export function chosenVersion(asked = process.env.WORKBENCH_VSCODE): WorkbenchVersion {
  if (asked === undefined || asked === '') return workbenchVersions[0];
  const found = workbenchVersions.find(version => version.vscode === asked);
  if (found === undefined) {
    const known = workbenchVersions.map(version => version.vscode).join(', ');
    throw new Error(`WORKBENCH_VSCODE is ${asked}, but only these are known: ${known}.`);
  }
  return found;
}
