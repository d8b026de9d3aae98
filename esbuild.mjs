// Builds everything: `generate` (protobuf code, WebAssembly), `build`, `watch`, `package` (a .vsix for this platform).
import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import process from 'node:process';
import { build, context, transform } from 'esbuild';

const require = createRequire(import.meta.url);
const root = import.meta.dirname;
const generated = path.join(root, 'src/formats/onnx/generated');
/** WebAssembly text; what is made of it lies in `generated` beside it. */
const kernels = ['src/analysis/weights/kernels/kernels.wat', 'src/analysis/comparison/kernels/differences.wat'];

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
  for (const kernel of kernels) await compileKernel(path.join(root, kernel));
}

/** WebAssembly text to a module in base64: bundles and tests import it alike. */
async function compileKernel(source) {
  const wabt = await require('wabt')();
  const module = wabt.parseWat(source, await readFile(source), { simd: true, bulk_memory: true });
  module.validate();
  const { buffer } = module.toBinary({});
  module.destroy();
  const target = path.join(path.dirname(source), 'generated');
  await mkdir(target, { recursive: true });
  const name = path.basename(source, '.wat');
  const text = `export const ${name.toUpperCase()} = '${Buffer.from(buffer).toString('base64')}';\n`;
  await writeFile(path.join(target, `${name}.ts`), text);
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

function sharedSettings(production) {
  return {
    bundle: true,
    minify: production,
    sourcemap: production ? false : 'linked',
    logLevel: 'warning',
    metafile: true,
    absWorkingDir: root,
  };
}

function nodeSettings(production) {
  return {
    ...sharedSettings(production),
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['vscode', 'onnxruntime-node'],
  };
}

/** esbuild's settings for each thing that runs besides the extension: the child, the command line and the pages. */
function bundles(production) {
  const shared = sharedSettings(production);
  const node = nodeSettings(production);
  return [
    { ...node, entryPoints: ['src/worker/main.ts'], outfile: 'dist/worker.js' },
    { ...node, entryPoints: ['src/cli/main.ts'], outfile: 'dist/cli.js', banner: { js: '#!/usr/bin/env node' } },
    {
      ...shared,
      platform: 'browser',
      format: 'iife',
      target: 'chrome128',
      entryPoints: [
        { in: 'webview/main.ts', out: 'webview' },
        { in: 'webview/main.css', out: 'webview' },
        { in: 'webview/graph/arrange/arrangeWorker.ts', out: 'graphWorker' },
        { in: 'webview/compare/main.ts', out: 'compare' },
        { in: 'webview/compare/main.css', out: 'compare' },
      ],
      outdir: 'dist',
    },
  ];
}

const extensionBundle = { ...nodeSettings(false), entryPoints: ['src/extension.ts'], outfile: 'dist/extension.js' };

/**
 * The extension as users get it: what is loaded later is in files of its own, because reading all of it would be half of the
 * activation. esbuild splits modules of the new kind only; each part is then turned into one of the old kind, which every
 * editor since our engine floor loads.
 */
async function buildSplitExtension() {
  const settings = { ...nodeSettings(true), format: 'esm', splitting: true, write: false };
  const result = await build({
    ...settings,
    entryPoints: ['src/extension.ts'],
    outdir: 'dist',
    chunkNames: 'extension/[name]-[hash]',
  });
  for (const { path: target, text } of result.outputFiles) {
    const { code } = await transform(text, {
      minify: true,
      platform: 'node',
      target: 'node20',
      format: 'cjs',
      supported: { 'dynamic-import': false },
    });
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, code);
  }
  return result;
}

/** The runtime's JavaScript and the one platform's binaries, found by `require` from `dist/`. */
async function copyRuntime(platform, arch) {
  const modules = path.join(root, 'dist/node_modules');
  const node = path.dirname(require.resolve('onnxruntime-node/package.json'));
  const common = path.join(root, 'node_modules/onnxruntime-common');
  // Another version's or platform's files must not stay; the same ones need no second copy of their 40 MB.
  const stamp = path.join(modules, 'copied.txt');
  const wanted = `${require('onnxruntime-node/package.json').version} ${platform} ${arch}`;
  if (existsSync(stamp) && (await readFile(stamp, 'utf8')) === wanted) return;
  await rm(modules, { recursive: true, force: true });
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
  await writeFile(stamp, wanted);
}

/** Names and licences of every package whose code is in a bundle or beside it. */
async function writeNotices(metafiles) {
  const bundled = metafiles
    .flatMap(metafile => Object.values(metafile.outputs).flatMap(output => Object.keys(output.inputs)))
    .map(file => /^(node_modules\/(?:.*\/node_modules\/)?(?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1])
    .filter(folder => folder !== undefined);
  const folders = new Set([...bundled, 'node_modules/onnxruntime-common', 'node_modules/onnxruntime-node']);
  const notices = await Promise.all([...folders].sort().map(folder => notice(path.join(root, folder))));
  await writeFile(path.join(root, 'dist/THIRD-PARTY-NOTICES.txt'), notices.join(`\n${'-'.repeat(78)}\n\n`));
}

async function notice(folder) {
  const { name, version, license, author, repository, homepage } = require(path.join(folder, 'package.json'));
  const file = (await readdir(folder)).find(entry => /^licen[cs]e(\.(md|txt))?$/i.test(entry));
  const terms =
    file === undefined ? await mitTerms(name, license, author) : await readFile(path.join(folder, file), 'utf8');
  const from = typeof repository === 'string' ? repository : (repository?.url ?? homepage ?? '');
  const native =
    name === 'onnxruntime-node'
      ? `Its native library's own notices: ThirdPartyNotices.txt of release v${version}.\n`
      : '';
  return `${name} ${version} (${license})\n${from}\n${native}\n${terms.trim()}\n`;
}

/** Some packages state MIT in their manifest and ship no file; the terms are those of our own, the holder is theirs. */
async function mitTerms(name, license, author) {
  const holder = typeof author === 'string' ? author : author?.name;
  const known = holder ?? (name.startsWith('onnxruntime-') ? 'Microsoft Corporation' : undefined);
  if (license !== 'MIT' || known === undefined)
    throw new Error(`${name} (${license}) ships no licence file: add its terms here.`);
  const own = await readFile(path.join(root, 'LICENSE'), 'utf8');
  return own.replace(/^Copyright .*$/m, `Copyright (c) ${known}`);
}

async function buildAll(production) {
  await generate();
  await rm(path.join(root, 'dist/extension'), { recursive: true, force: true });
  const extension = production ? buildSplitExtension() : build(extensionBundle);
  const results = await Promise.all([extension, ...bundles(production).map(options => build(options))]);
  const metafiles = results.map(result => result.metafile);
  await writeFile(path.join(root, 'dist/meta.json'), JSON.stringify(metafiles));
  await writeNotices(metafiles);
  await copyRuntime(process.platform, process.arch);
}

async function watch() {
  await buildAll(false);
  for (const options of [extensionBundle, ...bundles(false)]) await (await context(options)).watch();
}

async function packageExtension() {
  await rm(path.join(root, 'dist'), { recursive: true, force: true });
  await buildAll(true);
  const { createVSIX } = await import('@vscode/vsce');
  const target = `${process.platform}-${process.arch}`;
  const { version } = require('./package.json');
  await createVSIX({
    cwd: root,
    target,
    packagePath: process.argv[3] ?? `model-lathe-${target}-${version}.vsix`,
    dependencies: false,
    skipLicense: false,
    allowMissingRepository: true,
    rewriteRelativeLinks: false,
  });
}

const tasks = { generate, build: () => buildAll(false), watch, package: packageExtension };
const task = tasks[process.argv[2] ?? 'build'];
if (task === undefined) throw new Error(`Unknown task. Use one of: ${Object.keys(tasks).join(', ')}.`);
await task();
