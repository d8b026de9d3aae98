import assert from 'node:assert/strict';
import { LatheError } from '../../../../src/shared/errors';
import type { HostMethods } from '../../../../src/shared/protocol/editor';
import { type Channel, connect } from '../../../../src/shared/protocol/rpc';
import { ModelData } from '../../../../webview/state/modelData';

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
    connect(host, {
      layers: () => {
        calls += 1;
        if (calls === 1) throw new LatheError({ code: 'test', kind: 'environment', message: 'No disk.' });
        return [];
      },
    });
    const data = new ModelData(connect<HostMethods>(page, {}));
    await assert.rejects(
      data.layers(),
      (thrown: unknown) => thrown instanceof LatheError && thrown.info.code === 'test',
    );
    assert.deepEqual(await Promise.all([data.layers(), data.layers()]), [[], []]);
    assert.equal(calls, 2);
    data.clear();
    await data.layers();
    assert.equal(calls, 3);
  });
});
