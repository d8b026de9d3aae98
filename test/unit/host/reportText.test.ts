import assert from 'node:assert/strict';
import { codeSpans, modelsOfReport } from '../../../src/host/link/reportText';
import { code, table } from '../../../src/report/markdown';

describe('Links in reports', () => {
  it('find every code that reports write, with its text', () => {
    const names = ['conv1', '/layer.0/q_proj/MatMul', 'a|b', '`x`', 'two`` ticks', 'emoji 🙂 <b>'];
    const markdown = `# ${code('net.onnx')}\n\n${table(
      [{ title: 'Node' }, { title: 'Bytes' }],
      names.map(name => [code(name), '1']),
    )}\n`;
    const spans = codeSpans(markdown, 100);
    assert.deepEqual(
      spans.map(({ text }) => text),
      ['net.onnx', ...names],
    );
    for (const [at, { start, end }] of spans.slice(1).entries()) {
      assert.equal(markdown.slice(start, end), code(names[at] ?? ''));
    }
  });

  it('take no time for backticks without end', () => {
    assert.deepEqual(codeSpans('` '.repeat(1), 10), []);
    assert.equal(codeSpans('`a` '.repeat(50_000), 20_000).length, 20_000);
    assert.deepEqual(codeSpans(`${'`'.repeat(100_000)}a`, 10), []);
    assert.deepEqual(codeSpans(Array.from({ length: 700 }, (_, n) => '`'.repeat(n + 1)).join(' '), 10), []);
  });

  it('lead to the model that a report tells of', () => {
    const names = ['net.onnx', 'net.int8.onnx', 'net.int8.report.md', 'other.onnx', 'README.md'];
    assert.deepEqual(modelsOfReport('net.int8.report.md', names), ['net.onnx', 'net.int8.onnx']);
    assert.deepEqual(modelsOfReport('net.int8.benchmark.report.md', names), ['net.int8.onnx', 'net.onnx']);
    assert.deepEqual(modelsOfReport('net.benchmark.report.md', names), ['net.onnx']);
    assert.deepEqual(modelsOfReport('gone.report.md', names), []);
    assert.deepEqual(modelsOfReport('.report.md', names), []);
  });
});
