import assert from 'node:assert/strict';
import { errorInfo, errorLine, LatheError } from '../../../src/shared/errors';

describe('LatheError', () => {
  it('stays one readable line when it quotes a name of a megabyte', () => {
    const name = `first${'x'.repeat(1e6)}last`;
    const error = new LatheError({
      code: 'a.b',
      kind: 'malformed',
      message: `It says "${name}".`,
      place: `tensor "${name}"`,
      next: `Rename ${name}.`,
    });
    const line = errorLine(errorInfo(error.inFile('net.onnx')));
    assert.ok(line.length < 5000, `${line.length} characters`);
    assert.match(line, /^net\.onnx, tensor "first.*…x+last": It says "first.*…x+last"\. Rename first/);
  });

  it('keeps what it was made with', () => {
    const info = { code: 'a.b', kind: 'usage', message: 'No.' } as const;
    assert.deepEqual(new LatheError(info).info, info);
  });
});

describe('The line of an error', () => {
  const info = { code: 'a.b', kind: 'refused', next: 'Choose another.' } as const;

  it('names file, place, failure and next step', () => {
    const line = errorLine({ ...info, message: 'It is too long.', file: 'a/net.onnx', place: 'byte 7' });
    assert.equal(line, 'a/net.onnx, byte 7: It is too long. Choose another.');
  });

  it('says the file once when the failure begins with its name', () => {
    const line = errorLine({ ...info, message: 'net.onnx already exists.', file: 'a/net.onnx' });
    assert.equal(line, 'a/net.onnx already exists. Choose another.');
    assert.equal(errorLine({ ...info, message: 'net.onnxx is odd.', file: 'net.onnx' }).startsWith('net.onnx: '), true);
  });
});
