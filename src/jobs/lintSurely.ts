import { errorInfo } from '../shared/errors';
import type { LintRequest } from '../shared/protocol/jobs';
import type { LintReport } from '../shared/reports/lintReport';

/**
 * Runs a lint job; when its child dies, which a runtime can make it do that is asked about a hostile operator, once more
 * without asking.
 * @throws what `run` throws otherwise
 */
export async function lintSurely(
  request: LintRequest,
  run: (request: LintRequest) => Promise<LintReport>,
): Promise<LintReport> {
  try {
    return await run(request);
  } catch (thrown) {
    if (request.withoutRuntime !== null || errorInfo(thrown).code !== 'worker.crashed') throw thrown;
    return run({
      ...request,
      withoutRuntime: 'The runtime ended the process when it was asked about these operators.',
    });
  }
}
