import type { QuantizeResult } from '../../shared/protocol/jobs';
import type { Host } from '../host';
import { quantize } from './quantize';
import { modelToRun } from './running';

/** One click: the job chooses the method and uses the samples beside the model. */
export async function quantizeInt8(host: Host, argument: unknown): Promise<QuantizeResult | null> {
  const model = await modelToRun(host, argument, 'Quantize to INT8');
  if (model === null) return null;
  return quantize(host, model, {
    method: 'auto',
    data: null,
    calibration: 'minmax',
    perChannel: true,
    latencyGate: true,
  });
}
