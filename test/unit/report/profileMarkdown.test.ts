import assert from 'node:assert/strict';
import { profileText } from '../../../src/cli/profileText';
import { profileMarkdown } from '../../../src/report/profileMarkdown';
import type { LayerProfile, ProfiledNode } from '../../../src/shared/reports/benchmarkReport';

function node(index: number, change: Partial<ProfiledNode> = {}): ProfiledNode {
  const times = { meanMs: 1.5, medianMs: 1.25, share: 0.5, calls: 1 };
  return { graph: 'main', node: index, name: `conv${index}`, op: 'Conv', kernel: 'FusedConv', ...times, ...change };
}

function profile(change: Partial<LayerProfile> = {}): LayerProfile {
  return {
    batch: 4,
    runs: 25,
    profiledRuns: 50,
    runMs: 4,
    kernelsMs: 3,
    slowdown: 1.5,
    nodes: [node(0), node(7, { name: '', graph: 'main/0.body', share: 0.25, calls: 2.5 })],
    omitted: { nodes: 0, meanMs: 0 },
    absorbed: [
      { graph: 'main', node: 1, name: 'add', op: 'Add', inside: 0 },
      { graph: 'main', node: 2, name: 'relu', op: 'Relu', inside: 0 },
      { graph: 'main', node: 3, name: 'relu2', op: 'Relu', inside: 0 },
    ],
    operators: [{ op: 'FusedConv', kernels: 2, meanMs: 2.25, share: 0.75 }],
    unattributed: { meanMs: 0.75, share: 0.25, kernels: [] },
    notes: ['The trace ended in the middle of a run.'],
    ...change,
  };
}

describe('where the time goes', () => {
  it('is a sentence, the dearest nodes, the operators, and what must be known', () => {
    const [title, verdict, nodes = '', operators, notes] = profileMarkdown(profile());
    assert.equal(title, '## Where the time goes');
    assert.equal(verdict, '**75 % of the time is spent in `FusedConv`**; the dearest node is `conv0` with 50.0 %.');
    assert.deepEqual(nodes.split('\n').slice(2), [
      '| `conv0` | `Conv` | `FusedConv` | 1.50 ms | 1.25 ms | 50.0 % | 1 | `Add`, 2 × `Relu` |',
      '| unnamed, number 7 in `main/0.body` | `Conv` | `FusedConv` | 1.50 ms | 1.25 ms | 25.0 % | 2.5 |  |',
    ]);
    assert.match(operators ?? '', /\| `FusedConv` \| 2 \| 2\.25 ms \| 75\.0 % \|$/);
    for (const part of [
      /the quieter 25 of 50 runs with batch size 4/,
      /4\.00 ms on average, its kernels 3\.00 ms/,
      /1\\?\.5 times slower/,
      /^- 3 nodes ran inside the kernel of another/m,
      /25\.0 % of the time belongs to no one node/,
      /The trace ended in the middle of a run/,
    ]) {
      assert.match(notes ?? '', part);
    }
  });

  it('is nothing without a profile, and a sentence when no kernel ran', () => {
    assert.deepEqual([profileMarkdown(null), profileText(null)], [[], []]);
    const empty = profile({ nodes: [], absorbed: [], operators: [], kernelsMs: 0 });
    assert.equal(profileMarkdown(empty)[1], 'No kernel ran.');
  });

  it('keeps hostile names harmless, on paper and in a terminal', () => {
    const evil = '`<img src=x onerror=alert(1)>`\n# [x](http://evil)|\u001b[31m';
    const hostile = profile({ nodes: [node(0, { name: evil, op: evil, kernel: evil, graph: evil })], notes: [evil] });
    const lines = profileMarkdown(hostile).join('\n\n').split('\n');
    assert.ok(lines.every(line => !line.startsWith('# ')));
    const outside = lines.map(line => line.replace(/(`+)(?:(?!\1)[\s\S])*?[^`]\1(?!`)/g, ''));
    assert.ok(outside.every(line => !line.includes('<img') && !line.includes('](http')));
    assert.ok(profileText(hostile).every(line => !line.includes('\u001b')));
  });
});
