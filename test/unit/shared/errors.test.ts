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
