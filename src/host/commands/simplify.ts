import type { SimplifyResult } from '../../shared/protocol/jobs';
import { rememberedDimensions } from '../dimensions';
import type { Host } from '../host';
import { inform } from '../notify';
import { settings } from '../settings';
import { simplificationSummary } from '../summaries';
import { makeVariant, presentVariant } from './makeVariant';
import { modelToRun } from './running';

/** Writes a model without what it does not need, opens the report and says what came of it. Gives what was written. */
export async function simplify(host: Host, argument: unknown): Promise<SimplifyResult | null> {
  const model = await modelToRun(host, argument, 'Simplify Graph');
  if (model === null) return null;
  const freeDimensions = await rememberedDimensions(host, model);
  const result = await makeVariant(host, model, {
    doing: 'Simplifying',
    variant: 'simplified',
    job: (run, force) =>
      run('simplify', {
        model: model.fsPath,
        out: null,
        force,
        only: [],
        skip: [],
        opset: null,
        sizes: [],
        float32: false,
        data: null,
        threads: settings(model).threads,
        freeDimensions,
      }),
  });
  if (result === null) return null;
  if (result.kind === 'written') await presentVariant(host, result, simplificationSummary(result.report));
  else inform(host.log, `${result.file}: there is nothing to simplify, and nothing was written.`);
  return result;
}
