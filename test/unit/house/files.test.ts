import assert from 'node:assert/strict';
import path from 'node:path';
import { projectFiles, sourceFiles, textOf } from './sources';

const longest = 400;
const vague = new Set(['utils', 'util', 'helpers', 'helper', 'misc', 'common', 'lib']);
const binary = /\.(onnx|npz|png|pb|bin|data)$/;

describe('Files', () => {
  it(`none of ours is longer than ${longest} lines`, () => {
    const ours = projectFiles().filter(file => /\.(ts|mjs|css|py)$/.test(file));
    const long = ours
      .map(file => ({ file, lines: textOf(file).split('\n').length - 1 }))
      .filter(({ lines }) => lines > longest);
    assert.deepEqual(long, []);
  });

  it('are named in camelCase after one idea', () => {
    const odd = sourceFiles().filter(file => {
      const folders = path.posix.dirname(file).split('/');
      const name = path.posix.basename(file).replace(/\.d\.ts$|\.ts$/, '');
      return !/^[a-z][A-Za-z0-9]*$/.test(name) || [...folders, name].some(part => vague.has(part));
    });
    assert.deepEqual(odd, []);
  });

  it('hold no address of a package registry', () => {
    const registry = /https?:\/\/[^\s"']*(registry\.|npmjs\.org|artifact|\/npm\/)[^\s"']*/;
    assert.deepEqual(
      matches(registry, file => !file.endsWith('.md')),
      [],
    );
  });

  it('hold no path of one machine', () => {
    // `/home/me` is what examples use.
    const home = /(^|[\s"'`(=:])\/(work|root|home|Users)\/(?!me\b)[A-Za-z0-9_.-]+/m;
    assert.deepEqual(
      matches(home, file => !file.startsWith('test/unit/house/')),
      [],
    );
  });

  it('promise nothing for later', () => {
    assert.deepEqual(
      matches(/\b(TODO|FIXME|XXX|HACK)\b/, file => !file.startsWith('test/unit/house/')),
      [],
    );
  });
});

function matches(pattern: RegExp, wanted: (file: string) => boolean): readonly string[] {
  return projectFiles()
    .filter(file => !binary.test(file) && wanted(file))
    .flatMap(file => {
      const match = pattern.exec(textOf(file));
      return match === null ? [] : [`${file}: ${match[0].trim()}`];
    });
}
