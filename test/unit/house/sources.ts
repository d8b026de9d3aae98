import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';

export const root = path.resolve(__dirname, '../../..');

/** Files of the project as git sees them: tracked, or new and not ignored. Paths use `/` and start at the root. */
export function projectFiles(): readonly string[] {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  return listed
    .split('\0')
    .filter(file => file !== '' && statSync(path.join(root, file), { throwIfNoEntry: false })?.isFile());
}

export function sourceFiles(): readonly string[] {
  return projectFiles().filter(file => /^(src|webview)\/.*\.ts$/.test(file));
}

export function textOf(file: string): string {
  return readFileSync(path.join(root, file), 'utf8');
}

export interface Import {
  readonly from: string;
  /** A file of the project without its extension, or the name of a package or built-in module. */
  readonly target: string;
  readonly typeOnly: boolean;
  /** `export … from`: the start of a barrel. */
  readonly isExport: boolean;
}

const statement =
  /^[ \t]*(import|export)\b(?!\s*\()([^;'"]*?)\bfrom\s*['"]([^'"]+)['"]|^[ \t]*import\s*['"]([^'"]+)['"]/gm;
const call = /\b(?:import|require(?:\.resolve)?)\(\s*['"]([^'"]+)['"]/g;

/** Every import of a file: statements, re-exports, dynamic imports and `require` calls with a literal name. */
export function importsOf(file: string, text = textOf(file)): readonly Import[] {
  const found: Import[] = [];
  for (const [, keyword, clause = '', named, bare = ''] of text.matchAll(statement)) {
    found.push({
      from: file,
      target: resolve(file, named ?? bare),
      typeOnly: isTypeOnly(clause),
      isExport: keyword === 'export',
    });
  }
  for (const [, name = ''] of text.matchAll(call)) {
    found.push({ from: file, target: resolve(file, name), typeOnly: false, isExport: false });
  }
  return found;
}

/** `import type …`, or braces in which every name is marked `type`. */
function isTypeOnly(clause: string): boolean {
  const trimmed = clause.trim();
  if (/^type\s/.test(trimmed)) return true;
  const names = /^\{([^}]*)\}$/
    .exec(trimmed)?.[1]
    ?.split(',')
    .filter(name => name.trim() !== '');
  return names?.every(name => /^\s*type\s/.test(name)) ?? false;
}

function resolve(file: string, name: string): string {
  return name.startsWith('.') ? path.posix.join(path.posix.dirname(file), name) : name;
}
