import assert from 'node:assert/strict';
import { finish } from '../../../../src/model/steps';
import { LatheError } from '../../../../src/shared/errors';
import { packNodeTable } from '../../../../src/shared/packing/packedNodeTable';
import type { HostMethods } from '../../../../src/shared/protocol/editor';
import { type Channel, connect } from '../../../../src/shared/protocol/rpc';
import { ModelData } from '../../../../webview/state/modelData';
import { nodeTableOf, tableWeight } from '../../../fixtures/builders/nodeTable';

/** Two ends of a line on which messages arrive a turn later, as between an editor and its page. */
function line(): readonly [Channel, Channel] {
  const listeners: [((message: unknown) => void)[], ((message: unknown) => void)[]] = [[], []];
  const end = (mine: 0 | 1, theirs: 0 | 1): Channel => ({
    post: message => {
      setImmediate(() => {
        for (const listener of listeners[theirs]) listener(structuredClone(message));
      });
    },
    onMessage: listener => listeners[mine].push(listener),
  });
  return [end(0, 1), end(1, 0)];
}

describe('data of the page', () => {
  it('is asked for once, and again after a failure or a change of the file', async () => {
    const [page, host] = line();
    let calls = 0;
    let weighed = 0;
    const table = nodeTableOf([{ name: 'conv', op: 'Conv', weights: [tableWeight('w', 4)], macs: 12 }]);
    const report = { weights: [] };
    connect(host, {
      nodes: () => {
        calls += 1;
        if (calls === 1) throw new LatheError({ code: 'test', kind: 'environment', message: 'No disk.' });
        return finish(packNodeTable(table));
      },
      weights: () => {
        weighed += 1;
        return report;
      },
    });
    const data = new ModelData(connect<HostMethods>(page, {}));
    await assert.rejects(
      data.nodes(),
      (thrown: unknown) => thrown instanceof LatheError && thrown.info.code === 'test',
    );
    assert.deepEqual(await Promise.all([data.nodes(), data.nodes()]), [table, table]);
    assert.equal(calls, 2);
    data.clear();
    await data.nodes();
    assert.equal(calls, 3);
    await data.weights();
    data.clearFigures();
    await Promise.all([data.nodes(), data.weights()]);
    assert.deepEqual([calls, weighed], [4, 1], 'weights do not depend on sizes');
  });
});
