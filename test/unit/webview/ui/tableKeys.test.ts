import assert from 'node:assert/strict';
import { type TableExtent, tableMove } from '../../../../webview/ui/tableKeys';

const extent: TableExtent = { rows: 10, columns: 3, page: 4, isOpen: null };

describe('keys of a table', () => {
  const from = (row: number, column: number, key: string, more: Partial<TableExtent> = {}) =>
    tableMove(key, { row, column }, { ...extent, ...more });

  it('go through the rows and stop at both ends', () => {
    assert.deepEqual(from(3, -1, 'ArrowDown'), { to: { row: 4, column: -1 } });
    assert.deepEqual(from(9, -1, 'ArrowDown'), { to: { row: 9, column: -1 } });
    assert.deepEqual(from(7, 1, 'PageDown'), { to: { row: 9, column: 1 } });
    assert.deepEqual(from(2, 1, 'PageUp'), { to: { row: 0, column: 1 } });
    assert.deepEqual(from(5, -1, 'Home'), { to: { row: 0, column: -1 } });
    assert.deepEqual(from(5, -1, 'End'), { to: { row: 9, column: -1 } });
  });

  it('reach every header', () => {
    assert.deepEqual(from(0, -1, 'ArrowUp'), { to: { row: -1, column: 0 } });
    assert.deepEqual(from(-1, 0, 'ArrowLeft'), { to: { row: -1, column: 0 } });
    assert.deepEqual(from(-1, 1, 'ArrowRight'), { to: { row: -1, column: 2 } });
    assert.deepEqual(from(-1, 2, 'ArrowDown'), { to: { row: 0, column: 2 } });
  });

  it('go through the cells of a row and back to the row as a whole', () => {
    assert.deepEqual(from(3, -1, 'ArrowRight'), { to: { row: 3, column: 0 } });
    assert.deepEqual(from(3, 2, 'ArrowRight'), { to: { row: 3, column: 2 } });
    assert.deepEqual(from(3, 0, 'ArrowLeft'), { to: { row: 3, column: -1 } });
    assert.deepEqual(from(3, -1, 'ArrowLeft'), { to: { row: 3, column: -1 } });
  });

  it('open and close what lies in a row', () => {
    assert.equal(from(3, -1, 'ArrowRight', { isOpen: false }), 'toggle');
    assert.equal(from(3, -1, 'ArrowLeft', { isOpen: true }), 'toggle');
    assert.deepEqual(from(3, -1, 'ArrowRight', { isOpen: true }), { to: { row: 3, column: 0 } });
    assert.deepEqual(from(3, 0, 'ArrowLeft', { isOpen: true }), { to: { row: 3, column: -1 } });
  });

  it('lead from a row that cannot be closed to the one it lies in', () => {
    assert.deepEqual(from(3, -1, 'ArrowLeft', { isOpen: false, parent: 1 }), { to: { row: 1, column: -1 } });
    assert.deepEqual(from(3, -1, 'ArrowLeft', { parent: 0 }), { to: { row: 0, column: -1 } });
    assert.deepEqual(from(3, -1, 'ArrowLeft', { parent: null }), { to: { row: 3, column: -1 } });
    assert.equal(from(3, -1, 'ArrowLeft', { isOpen: true, parent: 1 }), 'toggle');
    assert.deepEqual(from(3, 1, 'ArrowLeft', { isOpen: false, parent: 1 }), { to: { row: 3, column: 0 } });
  });

  it('leave other keys and an empty table alone', () => {
    assert.equal(from(3, -1, 'x'), null);
    assert.deepEqual(from(-1, 0, 'ArrowDown', { rows: 0 }), { to: { row: -1, column: 0 } });
  });
});
