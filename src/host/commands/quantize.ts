import type * as vscode from 'vscode';
import type { QuantizeRequest, QuantizeResult } from '../../shared/protocol/jobs';
import { rememberedDimensions } from '../dimensions';
import type { Host } from '../host';
import { settings } from '../settings';
import { quantizationSummary } from '../summaries';
import { makeVariant, presentVariant } from './makeVariant';

/** What a person may choose; the rest comes from the settings. */
export type QuantizeChoices = Pick<QuantizeRequest, 'method' | 'data' | 'calibration' | 'perChannel' | 'latencyGate'>;

/** Quantizes, asks before replacing, then opens the report and marks the new files. Gives what was written. */
export async function quantize(
  host: Host,
  model: vscode.Uri,
  choices: QuantizeChoices,
): Promise<QuantizeResult | null> {
  const { threads, calibrationSamples } = settings(model);
  const freeDimensions = await rememberedDimensions(host, model);
  const result = await makeVariant(host, model, {
    doing: 'Quantizing',
    variant: 'int8',
    job: (run, force) =>
      run('quantize', {
        ...choices,
        model: model.fsPath,
        out: null,
        force,
        exclude: [],
        samples: calibrationSamples,
        threads,
        freeDimensions,
      }),
  });
  if (result !== null) await presentVariant(host, result, quantizationSummary(result.report));
  return result;
}
