import assert from 'node:assert/strict';
import { code, codeBlock, table, text } from '../../../src/report/markdown';

describe('Markdown from untrusted text', () => {
  it('escapes marks, HTML and formulas', () => {
    assert.equal(text('*a* _b_ [c](d) # ~e~ | $f$'), '\\*a\\* \\_b\\_ \\[c\\]\\(d\\) \\# \\~e\\~ \\| \\$f\\$');
    assert.equal(text('<img src=x> &lt;'), '&lt;img src=x&gt; &amp;lt;');
  });

  it('shows as code what viewers would make a link of', () => {
    assert.equal(text('see https://evil.example/x, now'), 'see `https://evil.example/x`, now');
    assert.equal(text('"www.evil.com" or a@evil.com'), '"`www.evil.com`" or `a@evil.com`');
    assert.equal(text('//evil.com (net.onnx)'), '`//evil.com` \\(`net.onnx`\\)');
    assert.equal(text('0.92 times, 1.5 to 2.5. Then'), '0.92 times, 1.5 to 2.5. Then');
    assert.equal(text('`x`.com'), '`` `x`.com ``');
  });

  it('shows control, reordering and hidden characters', () => {
    assert.equal(text('a\u001b[31m\u202eb\u200b'), 'a\\\\u001b\\[31m\\\\u202eb\\\\u200b');
    assert.equal(code('a\u001b[31m\u202eb\u{e0041}'), '`a\\u001b[31m\\u202eb\\u{e0041}`');
    assert.equal(codeBlock('sh', 'a\nb\u001b'), '```sh\na\nb\\u001b\n```');
  });

  it('cuts names and sentences of megabytes', () => {
    assert.ok(code('A'.repeat(1e6)).length < 400);
    assert.ok(text('A'.repeat(1e6)).length < 2100);
    assert.match(code(`${'A'.repeat(1e6)}.weight`), /^`AAA.*…A+\.weight`$/);
  });

  it('lets nothing out of code, blocks and tables', () => {
    assert.equal(code('a`b``c'), '```a`b``c```');
    assert.equal(codeBlock('', '```\n# x'), '````\n```\n# x\n````');
    assert.equal(table([{ title: 'x' }], [[code('a|b\nc')]]), '| x |\n| --- |\n| `a\\|b c` |');
  });
});
