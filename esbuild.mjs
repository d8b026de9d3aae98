// Builds everything: `generate` (protobuf code), `build`, `watch`, `package` (a .vsix for this platform).
import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import process from 'node:process';
import { build, context } from 'esbuild';

const require = createRequire(import.meta.url);
const root = import.meta.dirname;
const generated = path.join(root, 'src/formats/onnx/generated');

/** Static protobuf code and the scanner's field table, both from the one schema. */
async function generate() {
  const pbjs = require('protobufjs-cli/pbjs');
  const schema = path.join(root, 'src/formats/onnx/onnx.proto');
  await mkdir(generated, { recursive: true });
  const target = path.join(generated, 'onnx.js');
  const flags = ['--no-verify', '--no-delimited', '--no-typeurl', '--no-convert', '--no-service'];
  await new Promise((resolve, reject) => {
    pbjs.main(['-t', 'static-module', '-w', 'commonjs', ...flags, '-d', '-o', target, schema], error =>
      error ? reject(error) : resolve(),
    );
  });
  await writeFile(path.join(generated, 'fields.ts'), await fieldTable(schema));
}

/** For every message: which fields are messages (and of which type), bytes, or packed numbers. */
async function fieldTable(schema) {
  const protobuf = require('protobufjs');
  const types = (await protobuf.load(schema)).lookup('onnx');
  const rows = [];
  const visit = namespace => {
    for (const type of namespace.nestedArray) {
      if (!(type instanceof protobuf.Type)) continue;
      type.resolveAll();
      const fields = type.fieldsArray.map(field => {
        const message = field.resolvedType instanceof protobuf.Type ? tableName(field.resolvedType) : null;
        return `${field.id}: { name: '${field.name}', type: '${message ?? field.type}', message: ${message !== null}, repeated: ${field.repeated} }`;
      });
      rows.push(`  '${tableName(type)}': { ${fields.join(', ')} },`);
      visit(type);
    }
  };
  const tableName = type => type.fullName.replace(/^\.onnx\./, '');
  visit(types);
  return [
    'export interface WireField {',
    '  readonly name: string; readonly type: string; readonly message: boolean; readonly repeated: boolean;',
    '}',
    'export const FIELDS: Readonly<Record<string, Readonly<Record<number, WireField>>>> = {',
    ...rows,
    '};',
    '',
  ].join('\n');
}

/** esbuild's settings for each thing that runs: the extension, the child, the command line and the page. */
function bundles(production) {
  const shared = {
    bundle: true,
    minify: production,
    sourcemap: production ? false : 'linked',
    logLevel: 'info',
    absWorkingDir: root,
  };
  const node = { ...shared, platform: 'node', format: 'cjs', target: 'node20', external: ['vscode', 'onnxruntime-node'] };
  return [
    { ...node, entryPoints: ['src/extension.ts'], outfile: 'dist/extension.js', metafile: true },
    { ...node, entryPoints: ['src/worker/main.ts'], outfile: 'dist/worker.js' },
    { ...node, entryPoints: ['src/cli/main.ts'], outfile: 'dist/cli.js', banner: { js: '#!/usr/bin/env node' } },
    {
      ...shared,
      platform: 'browser',
      format: 'iife',
      target: 'chrome128',
      entryPoints: [{ in: 'webview/main.ts', out: 'webview' }, { in: 'webview/main.css', out: 'webview' }],
      outdir: 'dist',
    },
  ];
}

/** The runtime's JavaScript and the one platform's binaries, found by `require` from `dist/`. */
async function copyRuntime(platform, arch) {
  const modules = path.join(root, 'dist/node_modules');
  await rm(modules, { recursive: true, force: true });
  const node = path.dirname(require.resolve('onnxruntime-node/package.json'));
  const common = path.join(root, 'node_modules/onnxruntime-common');
  const binaries = path.join('bin/napi-v6', platform, arch);
  const keep = {
    [path.join(node, 'package.json')]: 'onnxruntime-node/package.json',
    [path.join(node, 'dist')]: 'onnxruntime-node/dist',
    [path.join(node, binaries)]: path.join('onnxruntime-node', binaries),
    [path.join(common, 'package.json')]: 'onnxruntime-common/package.json',
    [path.join(common, 'dist/cjs')]: 'onnxruntime-common/dist/cjs',
  };
  const unused = /\.(map|d\.ts)$|DirectML|dxcompiler|dxil|libonnxruntime\.\d+\.\d+\.\d+\.dylib$/;
  for (const [from, to] of Object.entries(keep)) {
    await cp(from, path.join(modules, to), { recursive: true, filter: file => !unused.test(path.basename(file)) });
  }
}

async function buildAll(production) {
  await rm(path.join(root, 'dist'), { recursive: true, force: true });
  await generate();
  const results = await Promise.all(bundles(production).map(options => build(options)));
  await writeFile(path.join(root, 'dist/meta.json'), JSON.stringify(results[0].metafile));
  await copyRuntime(process.platform, process.arch);
}

async function watch() {
  await buildAll(false);
  for (const options of bundles(false)) await (await context(options)).watch();
}

async function packageExtension() {
  await buildAll(true);
  const { createVSIX } = await import('@vscode/vsce');
  const target = `${process.platform}-${process.arch}`;
  const { version } = require('./package.json');
  await createVSIX({
    cwd: root,
    target,
    packagePath: `model-lathe-${target}-${version}.vsix`,
    dependencies: false,
    skipLicense: false,
  });
}

const tasks = { generate, build: () => buildAll(false), watch, package: packageExtension };
const task = tasks[process.argv[2] ?? 'build'];
if (task === undefined) throw new Error(`Unknown task. Use one of: ${Object.keys(tasks).join(', ')}.`);
await task();
