import assert from 'node:assert/strict';
import { GRAPH_KEYS, graphAction } from '../../../../../webview/graph/navigation/graphKeys';

describe('keys of the graph', () => {
  const none = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };

  it('are told apart by their modifiers', () => {
    assert.equal(graphAction({ ...none, key: 'ArrowUp' }), 'up');
    assert.equal(graphAction({ ...none, key: 'ArrowUp', shiftKey: true }), 'panUp');
    assert.equal(graphAction({ ...none, key: 'ArrowUp', altKey: true }), 'around');
    assert.equal(graphAction({ ...none, key: 'ArrowUp', ctrlKey: true, shiftKey: true }), 'extendUp');
    assert.equal(graphAction({ ...none, key: 'ArrowUp', metaKey: true, shiftKey: true }), 'extendUp');
    assert.equal(graphAction({ ...none, key: 'ArrowUp', ctrlKey: true }), null);
    assert.equal(graphAction({ ...none, key: 'f', metaKey: true }), 'search');
    assert.equal(graphAction({ ...none, key: 'f' }), 'foldAll');
  });

  it('take a character as it is, however it was typed', () => {
    assert.equal(graphAction({ ...none, key: '+', shiftKey: true }), 'zoomIn');
    assert.equal(graphAction({ ...none, key: '+' }), 'zoomIn');
    assert.equal(graphAction({ ...none, key: 'N', shiftKey: true }), 'previousMatch');
    assert.equal(graphAction({ ...none, key: '?', shiftKey: true }), 'help');
    assert.equal(graphAction({ ...none, key: 'Tab' }), null);
    assert.equal(graphAction({ ...none, key: '__proto__' }), null);
  });

  it('mean one thing each', () => {
    const chords = GRAPH_KEYS.flatMap(line => Object.keys(line.chords));
    assert.equal(new Set(chords).size, chords.length);
  });
});
