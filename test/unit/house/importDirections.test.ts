import assert from 'node:assert/strict';
import { type Import, importsOf, sourceFiles } from './sources';

/** Which part may import which. A part that is missing as a key does not exist in the house. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  shared: [],
  model: ['shared'],
  formats: ['model', 'shared'],
  analysis: ['model', 'shared'],
  report: ['model', 'shared'],
  compression: ['analysis', 'formats', 'model', 'shared'],
  benchmark: ['analysis', 'formats', 'model', 'shared'],
  prediction: ['analysis', 'formats', 'model', 'shared'],
  jobs: ['shared'],
  worker: ['analysis', 'benchmark', 'compression', 'formats', 'model', 'prediction', 'report', 'shared'],
  cli: ['analysis', 'benchmark', 'formats', 'jobs', 'model', 'report', 'shared'],
  host: ['analysis', 'formats', 'jobs', 'model', 'report', 'shared'],
  extension: ['host', 'jobs', 'shared'],
  webview: ['shared'],
};

const mayImportTypes: Readonly<Record<string, readonly string[]>> = {
  webview: ['model'],
};

/** Packages that one place alone may know, so that a swap touches one place. */
const onlyImporters: Readonly<Record<string, RegExp>> = {
  vscode: /^src\/(host\/|extension\.ts$)/,
  'onnxruntime-node': /^src\/worker\/runtime\.ts$/,
  'onnxruntime-common': /^src\/worker\/runtime\.ts$/,
  '@vscode/webview-ui-toolkit': /^webview\/ui\//,
  protobufjs: /^src\/formats\/onnx\//,
};

/** `src/formats/onnx/x` -> `formats`; `webview/graph/x` -> `webview`; null for a package or a built-in module. */
function partOf(target: string): string | null {
  const [first, second] = target.replace(/\.ts$/, '').split('/');
  if (first === 'webview') return 'webview';
  return first === 'src' && second !== undefined ? second : null;
}

function violation(edge: Import): string | null {
  const from = partOf(edge.from);
  const to = partOf(edge.target);
  if (from === null || to === null || from === to) return null;
  const allowed = [...(mayImport[from] ?? []), ...(edge.typeOnly ? (mayImportTypes[from] ?? []) : [])];
  return allowed.includes(to) ? null : `${edge.from} imports ${edge.target}: ${from} may not import ${to}`;
}

function misplaced(edge: Import): string | null {
  const name = Object.keys(onlyImporters).find(each => edge.target === each || edge.target.startsWith(`${each}/`));
  if (name === undefined || onlyImporters[name]?.test(edge.from)) return null;
  return `${edge.from} imports ${edge.target}, which only ${onlyImporters[name]?.source} may`;
}

describe('Imports', () => {
  const edges = sourceFiles().flatMap(file => importsOf(file));

  it('are found: statements, types, re-exports, dynamic imports and require', () => {
    const text = [
      "import a from './a';",
      "import type { B } from '../model/b';",
      "import {\n  type C,\n  type D,\n} from 'vscode';",
      "import 'side-effect';",
      "export { e } from './e';",
      "const f = await import('onnxruntime-node');",
      "const g = require('protobufjs/minimal');",
    ].join('\n');
    assert.deepEqual(
      importsOf('src/host/x.ts', text).map(edge => [edge.target, edge.typeOnly, edge.isExport]),
      [
        ['src/host/a', false, false],
        ['src/model/b', true, false],
        ['vscode', true, false],
        ['side-effect', false, false],
        ['src/host/e', false, true],
        ['onnxruntime-node', false, false],
        ['protobufjs/minimal', false, false],
      ],
    );
  });

  it('a wrong direction is noticed', () => {
    const edge = { from: 'src/model/a.ts', target: 'src/formats/b', typeOnly: true, isExport: false };
    assert.match(violation(edge) ?? '', /model may not import formats/);
    assert.match(misplaced({ ...edge, target: 'vscode' }) ?? '', /only/);
  });

  it('go one way', () => {
    assert.ok(edges.length > 100, `only ${edges.length} imports were found`);
    assert.deepEqual(
      edges.map(violation).filter(text => text !== null),
      [],
    );
  });

  it('of guarded packages stay in their one place', () => {
    assert.deepEqual(
      edges.map(misplaced).filter(text => text !== null),
      [],
    );
  });

  it('every part of the house has its rule', () => {
    const parts = new Set(sourceFiles().map(file => partOf(file)));
    assert.deepEqual(
      [...parts].filter(part => part === null || !(part in mayImport)),
      [],
    );
  });

  it('no file is a barrel', () => {
    assert.deepEqual(
      edges.filter(edge => edge.isExport).map(edge => `${edge.from} re-exports ${edge.target}`),
      [],
    );
  });

  it('none goes round in a circle', () => {
    const files = new Map(sourceFiles().map(file => [file.replace(/\.ts$/, ''), [] as string[]]));
    for (const edge of edges) {
      if (!edge.typeOnly && files.has(edge.target)) files.get(edge.from.replace(/\.ts$/, ''))?.push(edge.target);
    }
    assert.deepEqual(circles(files), []);
  });
});

/** Depth-first search; each circle is reported where it closes. */
function circles(graph: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const found: string[] = [];
  const finished = new Set<string>();
  const visit = (file: string, trail: readonly string[]): void => {
    if (trail.includes(file)) found.push([...trail.slice(trail.indexOf(file)), file].join(' -> '));
    if (finished.has(file) || trail.includes(file)) return;
    for (const next of graph.get(file) ?? []) visit(next, [...trail, file]);
    finished.add(file);
  };
  for (const file of graph.keys()) visit(file, []);
  return found;
}
