import assert from 'node:assert/strict';
import { plainText } from '../../../src/cli/plainText';
import { bar, sparkline } from '../../../src/cli/sparkline';
import { Terminal } from '../../../src/cli/terminal';
import { textTable } from '../../../src/cli/textTable';
import { csv } from '../../../src/shared/nodeTable/csv';
import { printable } from '../../../src/shared/printable';

describe('text for terminals', () => {
  it('shows control and reordering characters instead of sending them', () => {
    assert.equal(printable('a\u001b[31mb\tc\u0085\u202ed'), 'a\\u001b[31mb\\u0009c\\u0085\\u202ed');
    assert.equal(printable('größe 日本 🙂'), 'größe 日本 🙂');
    assert.equal(plainText('**bold** `code`\u0007'), 'bold code\\u0007');
  });

  it('aligns columns by characters and cuts long cells in the middle', () => {
    const text = textTable(
      [
        { title: 'Name', most: 7 },
        { title: 'N', align: 'right' },
      ],
      [
        ['abcdefghij', '1'],
        ['ü🙂', '1000'],
      ],
    );
    assert.deepEqual(text.split('\n'), ['Name        N', '───────  ────', 'abc…hij     1', 'ü🙂       1000']);
  });

  it('keeps spreadsheets from running cells', () => {
    assert.equal(csv([['=1+1', '+x', '-x', '@x', ' =x', -3]]), `'=1+1,'+x,'-x,'@x,' =x,-3\r\n`);
    assert.equal(csv([['a,b', 'say "hi"', 'line\nbreak', 'plain']]), '"a,b","say ""hi""",line\\u000abreak,plain\r\n');
  });

  it('draws a histogram in blocks: tallest full, rare visible, none blank', () => {
    assert.equal(sparkline([0, 1, 500, 1000], 4), ' ▁▅█');
    assert.equal(sparkline([1, 1, 2, 2], 2), '▅█');
    assert.equal(sparkline([], 10), '');
    assert.equal(bar(0.5, 4), '██░░');
    assert.equal(bar(1, 3), '███');
  });

  it('rewrites one progress line on a terminal, and prints phases once in a log', () => {
    const errors: string[] = [];
    const streams = { out: () => undefined, error: (text: string) => errors.push(text), columns: 20 };
    const watched = new Terminal({ ...streams, interactive: true }, false, false);
    watched.progress({ phase: 'Measuring', fraction: 0.5, detail: 'a detail that is too long\u001b' });
    watched.note('done');
    assert.deepEqual(errors, ['\r\u001b[2KMeasuring 50 %  a d', '\r\u001b[2K', 'done\n']);
    errors.length = 0;
    const logged = new Terminal({ ...streams, interactive: false }, false, true);
    for (const phase of ['Opening', 'Opening', 'Measuring']) logged.progress({ phase, fraction: null });
    assert.deepEqual(errors, ['Opening\n', 'Measuring\n']);
    const silent = new Terminal({ ...streams, interactive: false }, false, false);
    silent.progress({ phase: 'Opening', fraction: 0 });
    assert.equal(errors.length, 2);
  });
});
