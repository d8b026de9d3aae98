import assert from 'node:assert/strict';
import { lintSurely } from '../../../src/jobs/lintSurely';
import { LatheError } from '../../../src/shared/errors';
import type { LintRequest } from '../../../src/shared/protocol/jobs';
import type { LintReport } from '../../../src/shared/reports/lintReport';

const REQUEST: LintRequest = { model: 'net.onnx', only: [], ignore: [], withoutRuntime: null };
const REPORT: LintReport = {
  kind: 'lint',
  schema: 1,
  model: { file: 'net.onnx', bytes: 1 },
  rules: [],
  findings: [],
  skipped: [],
  omitted: [],
};

function failing(code: string, asked: LintRequest[]): (request: LintRequest) => Promise<LintReport> {
  return async request => {
    asked.push(request);
    if (request.withoutRuntime === null) throw new LatheError({ code, kind: 'environment', message: 'It died.' });
    return REPORT;
  };
}

describe('A lint job', () => {
  it('is done without the runtime when that took the child with it', async () => {
    const asked: LintRequest[] = [];
    assert.equal(await lintSurely(REQUEST, failing('worker.crashed', asked)), REPORT);
    assert.deepEqual(
      asked.map(({ withoutRuntime }) => withoutRuntime === null),
      [true, false],
    );
    assert.match(asked[1]?.withoutRuntime ?? '', /runtime ended the process/);
  });

  it('fails with every other reason, and with a crash that the runtime has no part in', async () => {
    const asked: LintRequest[] = [];
    await assert.rejects(lintSurely(REQUEST, failing('worker.cannotStart', asked)), LatheError);
    const crashing = async (): Promise<LintReport> => {
      throw new LatheError({ code: 'worker.crashed', kind: 'environment', message: 'It died.' });
    };
    await assert.rejects(lintSurely({ ...REQUEST, withoutRuntime: 'Not asked.' }, crashing), LatheError);
    assert.equal(asked.length, 1);
  });
});
