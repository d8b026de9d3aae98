import { sqnrText } from '../report/fidelityText';
import { printable } from '../shared/printable';
import type { Evaluation } from '../shared/reports/evaluation';
import { formatInteger, formatMilliseconds, formatPercent } from '../shared/units';

/** What source and result have in common, for a terminal: speed, answers, accuracy. */
export function evaluationLines(report: Evaluation): readonly string[] {
  return [...latencyLines(report), ...fidelityLines(report), ...accuracyLines(report)];
}

function latencyLines({ latency }: Evaluation): readonly string[] {
  if (latency === null) return [];
  const { value, low, high } = latency.speedup;
  const speed = `${value.toFixed(2)} times as fast (95 % interval ${low.toFixed(2)} to ${high.toFixed(2)})`;
  return [
    `Latency (tenth percentile): ${formatMilliseconds(latency.source.p10)} → ${formatMilliseconds(latency.target.p10)}, ${speed}`,
  ];
}

function fidelityLines({ fidelity, fidelitySamples }: Evaluation): readonly string[] {
  return fidelity.map(each => {
    const sqnr = each.sqnrDb === null ? '' : 'SQNR ';
    const top1 = each.top1Agreement === null ? '' : `, same top answer ${formatPercent(each.top1Agreement)}`;
    return `Output ${printable(each.output)}: ${sqnr}${sqnrText(each)}${top1} on ${formatInteger(fidelitySamples)} samples`;
  });
}

function accuracyLines({ accuracy }: Evaluation): readonly string[] {
  if (accuracy === null) return [];
  const { source, target, samples } = accuracy;
  return [`Accuracy: ${formatPercent(source, 2)} → ${formatPercent(target, 2)} on ${formatInteger(samples)} samples`];
}
