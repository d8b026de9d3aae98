import type { Evaluation } from '../shared/reports/evaluation';
import { formatBytes, formatPercent } from '../shared/units';
import { sqnrText } from './fidelityText';
import { code } from './markdown';

/** The answer in three sentences: how much smaller, how much faster, what happened to the answers. */
export function evaluationVerdict(report: Evaluation): string {
  return `**${[sizeVerdict(report), speedVerdict(report), answerVerdict(report)].join(' ')}**`;
}

export function sizeVerdict({ source, target }: Evaluation): string {
  const ratio = target.bytes / source.bytes;
  const sizes = `${formatBytes(source.bytes)} → ${formatBytes(target.bytes)}`;
  if (ratio >= 1) return `Not smaller (${sizes}).`;
  return `${formatPercent(1 - ratio, 0)} smaller (${sizes}).`;
}

export function speedVerdict({ latency }: Evaluation): string {
  if (latency === null) return 'Speed was not measured.';
  const { value, low, high } = latency.speedup;
  if (low > 1) return `${value.toFixed(2)} times as fast.`;
  if (high < 1) return `Slower: ${value.toFixed(2)} times the speed.`;
  return `As fast as before, within what could be measured (${low.toFixed(2)} to ${high.toFixed(2)} times).`;
}

export function answerVerdict({ accuracy, fidelity, fidelitySamples }: Evaluation): string {
  if (accuracy !== null) {
    const before = formatPercent(accuracy.source, 2);
    const after = formatPercent(accuracy.target, 2);
    return before === after
      ? `Accuracy stays at ${after} (${accuracy.samples} samples).`
      : `Accuracy ${before} → ${after} (${accuracy.samples} samples).`;
  }
  const broken = fidelity.find(({ notFinite }) => notFinite > 0);
  if (broken !== undefined) return `Answers of ${code(broken.output)} are broken: ${sqnrText(broken)}.`;
  const worst = fidelity.reduce<(typeof fidelity)[number] | null>(
    (low, each) => ((each.sqnrDb ?? Infinity) < (low?.sqnrDb ?? Infinity) ? each : low),
    null,
  );
  if (fidelity.length === 0) return 'Answers could not be compared.';
  if (worst === null || worst.sqnrDb === null) return 'Answers are identical.';
  const agreement =
    worst.top1Agreement === null ? '' : `, same top answer in ${formatPercent(worst.top1Agreement)} of rows`;
  return `Answers of ${code(worst.output)}: SQNR ${worst.sqnrDb.toFixed(1)} dB${agreement} (${fidelitySamples} samples).`;
}
