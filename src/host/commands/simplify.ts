import type { SimplifyResult } from '../../shared/protocol/jobs';
import type { LintMendOptions } from '../../shared/reports/lintReport';
import { askSizesToShow, rememberedDimensions } from '../dimensions';
import type { Host } from '../host';
import { inform } from '../notify';
import { settings } from '../settings';
import { simplificationSummary } from '../summaries';
import { makeVariant, presentVariant } from './makeVariant';
import { modelToRun } from './running';

/**
 * Writes a model without what it does not need, opens the report and says what came of it. Gives what was written. The
 * argument may say how to go about it (`LintMendOptions`).
 */
export async function simplify(host: Host, argument: unknown): Promise<SimplifyResult | null> {
  const model = await modelToRun(host, argument, 'Simplify Graph');
  if (model === null) return null;
  const options = mendOptions(argument);
  const sizes = options.fixSizes === true ? await askSizesToShow(host, model, await host.documents.read(model)) : [];
  if (sizes === null) return null;
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
        opset: options.opset ?? null,
        sizes,
        float32: options.float32 ?? false,
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

/** What a finding's mending asks for; menus and the palette ask for nothing. */
function mendOptions(argument: unknown): LintMendOptions {
  if (typeof argument !== 'object' || argument === null) return {};
  const { opset, float32, fixSizes } = argument as Readonly<Record<keyof LintMendOptions, unknown>>;
  return {
    ...(typeof opset === 'number' ? { opset } : {}),
    ...(typeof float32 === 'boolean' ? { float32 } : {}),
    ...(typeof fixSizes === 'boolean' ? { fixSizes } : {}),
  };
}
