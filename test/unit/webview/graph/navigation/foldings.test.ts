import assert from 'node:assert/strict';
import { FOLDED_BY_DEFAULT } from '../../../../../webview/graph/arrange/arrangement';
import { onlyOpen, sameFolding, withFolded, withOpened } from '../../../../../webview/graph/navigation/foldings';

describe('foldings', () => {
  it('hold a group in one list only, the last touched at the end', () => {
    const opened = withOpened(FOLDED_BY_DEFAULT, ['a', 'b', 'c']);
    assert.deepEqual(opened, { rest: 'default', opened: ['a', 'b', 'c'], closed: [] });
    const folded = withFolded(opened, ['b']);
    assert.deepEqual(folded, { rest: 'default', opened: ['a', 'c'], closed: ['b'] });
    assert.deepEqual(withOpened(folded, ['a', 'b']), { rest: 'default', opened: ['c', 'a', 'b'], closed: [] });
  });

  it('are compared by what they say', () => {
    assert.ok(sameFolding(onlyOpen(['a']), { rest: 'closed', opened: ['a'], closed: [] }));
    assert.ok(!sameFolding(onlyOpen(['a']), onlyOpen(['b'])));
    assert.ok(!sameFolding(onlyOpen([]), FOLDED_BY_DEFAULT));
  });
});
