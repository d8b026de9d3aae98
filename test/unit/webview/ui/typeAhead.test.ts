import assert from 'node:assert/strict';
import { TypeAhead } from '../../../../webview/ui/typeAhead';

describe('letters typed ahead', () => {
  it('make one word until there is a pause', () => {
    const typed = new TypeAhead();
    assert.deepEqual(typed.add('c', 0), { text: 'c', isNew: true });
    assert.deepEqual(typed.add('o', 300), { text: 'co', isNew: false });
    assert.deepEqual(typed.add('n', 1000), { text: 'con', isNew: false });
    assert.deepEqual(typed.add('r', 5000), { text: 'r', isNew: true });
  });

  it('repeated go on to the next that begins with the letter', () => {
    const typed = new TypeAhead();
    typed.add('r', 0);
    assert.deepEqual(typed.add('r', 100), { text: 'r', isNew: true });
    assert.deepEqual(typed.add('r', 200), { text: 'r', isNew: true });
    assert.deepEqual(typed.add('e', 300), { text: 're', isNew: false });
  });
});
