import assert from 'node:assert/strict';
import { countsIn, summaryLine } from '../../workbench/summary';

describe('Counts of a suite', () => {
  it('come back from the line they were printed as', () => {
    const counts = { passed: 12, failed: 3, skipped: 4 };
    assert.deepEqual(countsIn(`some output\n${summaryLine(counts)}\n`), counts);
    assert.deepEqual(countsIn(summaryLine({ passed: 1, failed: 0, skipped: 0 })), { passed: 1, failed: 0, skipped: 0 });
  });

  it('are read from what mocha prints, durations and failure texts included', () => {
    const output =
      '  suite\n    ✔ test\n\n  31 passing (2s)\n  2 pending\n  1 failing\n\n  1) suite\n       test:\n     Error: 7 failing\n';
    assert.deepEqual(countsIn(output), { passed: 31, failed: 1, skipped: 2 });
  });

  it('are zero when a suite died before it printed any', () => {
    assert.deepEqual(countsIn('Segmentation fault\n'), { passed: 0, failed: 0, skipped: 0 });
  });
});
