import type { LayerOutcome } from '../../shared/reports/quantizationReport';
import { byteLength } from '../graph/constants';
import type { NodeProto } from '../graph/protos';
import type { QuantizationPlan } from './plan';
import type { WeightNoise } from './weightChannels';

/** What became of each layer, for the report. `noise` is complete only after the model was written. */
export function layerOutcomes(
  plan: QuantizationPlan,
  noise: ReadonlyMap<NodeProto, WeightNoise>,
): readonly LayerOutcome[] {
  return plan.decisions.map(({ node, weight, action, reason, scales }) => {
    const bytesBefore = weight === null ? 0 : byteLength(weight);
    return {
      node: node.name ?? '',
      op: node.opType ?? '',
      weight: weight?.origin ?? null,
      action,
      reason,
      bytesBefore,
      // Codes of one byte, a float32 scale for each channel.
      bytesAfter: action === 'quantized' ? (weight?.elements ?? 0) + 4 * scales : bytesBefore,
      weightSqnrDb: noise.get(node)?.decibels() ?? null,
    };
  });
}
