import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { manifest } from './manifest';
import { projectFiles, root, textOf } from './sources';

const pages = projectFiles().filter(file => file.endsWith('.md'));

describe('Pages', () => {
  it('there is a README', () => {
    assert.ok(pages.includes('README.md'));
  });

  it('name npm scripts that exist', () => {
    const builtIn = new Set(['ci', 'install', 'run', 'start', 'test']);
    const unknown = pages.flatMap(page =>
      [...textOf(page).matchAll(/\bnpm (?:run )?([a-z][\w:-]*)/g)]
        .map(match => match[1] ?? '')
        .filter(script => !(script in manifest.scripts) && !builtIn.has(script))
        .map(script => `${page}: npm run ${script}`),
    );
    assert.deepEqual(unknown, []);
  });

  it('link to files and show pictures that exist', () => {
    const broken = pages.flatMap(page =>
      [...textOf(page).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)]
        .map(match => match[1] ?? '')
        .filter(link => !existsSync(path.resolve(root, path.dirname(page), link)))
        .map(link => `${page}: ${link}`),
    );
    assert.deepEqual(broken, []);
  });

  it('name commands that exist', () => {
    const titles = new Set(manifest.contributes.commands.map(entry => entry.title));
    const unknown = pages.flatMap(page =>
      [...textOf(page).matchAll(/\*\*((?:Quantize|Benchmark:|Show Weight|Open Sample)[^*]*)\*\*/g)]
        .map(match => match[1] ?? '')
        .filter(title => !titles.has(title))
        .map(title => `${page}: ${title}`),
    );
    assert.deepEqual(unknown, []);
  });
});
