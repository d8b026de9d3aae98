import type { Evaluation } from '../shared/reports/evaluation';
import type { LatencySummary } from '../shared/reports/measurement';
import { formatBytes, formatInteger, formatMilliseconds, formatPercent } from '../shared/units';
import { sqnrText } from './fidelityText';
import { code, table } from './markdown';

export function sizeTable({ source, target }: Evaluation): string {
  const row = (name: string, before: number, after: number): string[] => [
    name,
    formatBytes(before),
    formatBytes(after),
    formatPercent(after / before),
  ];
  return table(
    [
      { title: '' },
      { title: code(source.file), align: 'right' },
      { title: code(target.file), align: 'right' },
      { title: 'Of before', align: 'right' },
    ],
    [
      row('File', source.bytes, target.bytes),
      row('Zipped (deflate, fastest level)', source.zippedBytes, target.zippedBytes),
      row('Weights', source.weightBytes, target.weightBytes),
    ],
  );
}

export function speed({ latency, source, target }: Evaluation): string {
  if (latency === null) return 'Not measured.';
  const row = (name: string, summary: LatencySummary): string[] => [
    code(name),
    formatMilliseconds(summary.median),
    formatMilliseconds(summary.p10),
    formatMilliseconds(summary.p90),
    formatMilliseconds(summary.p99),
    formatMilliseconds(summary.mad),
    formatInteger(summary.runs),
  ];
  const { value, low, high, confidence } = latency.speedup;
  const columns = ['Median', 'p10', 'p90', 'p99', 'MAD', 'Runs'].map(title => ({ title, align: 'right' as const }));
  const batch = latency.batch === null ? '' : ` with a batch of ${formatInteger(latency.batch)}`;
  const threads =
    latency.threads === 0 ? "the runtime's default number of threads" : `${formatInteger(latency.threads)} threads`;
  return [
    table([{ title: 'Model' }, ...columns], [row(source.file, latency.source), row(target.file, latency.target)]),
    `Speed-up: **${value.toFixed(2)}×** (${formatPercent(confidence, 0)} interval ${low.toFixed(2)} to ${high.toFixed(2)}; above 1 the result is faster).`,
    `Measured on the first sample${batch}, ${threads}, in ${formatInteger(latency.rounds)} alternating rounds of random order. Idle threads did not spin, because both models share a process and would take each other's cores; alone, with spinning, each can be faster. The speed-up compares tenth percentiles, which vary least on a busy machine; its interval comes from resampling whole rounds. MAD is the median absolute deviation from the median.`,
  ].join('\n\n');
}

export function answers({ fidelity, fidelitySamples, accuracy }: Evaluation): string {
  const blocks: string[] = [];
  if (accuracy !== null) {
    blocks.push(
      table(
        [
          { title: 'Accuracy' },
          { title: 'Before', align: 'right' },
          { title: 'After', align: 'right' },
          { title: 'Change', align: 'right' },
          { title: 'Samples', align: 'right' },
        ],
        [
          [
            `Top-1 of ${code(accuracy.output)}`,
            formatPercent(accuracy.source, 2),
            formatPercent(accuracy.target, 2),
            `${signed((accuracy.target - accuracy.source) * 100)} points`,
            formatInteger(accuracy.samples),
          ],
        ],
      ),
    );
  }
  if (fidelity.length === 0) return [...blocks, 'No output could be compared.'].join('\n\n');
  blocks.push(
    table(
      [
        { title: 'Output' },
        { title: 'SQNR', align: 'right' },
        { title: 'Cosine', align: 'right' },
        { title: 'Largest error', align: 'right' },
        { title: 'Same top answer', align: 'right' },
      ],
      fidelity.map(each => [
        code(each.output),
        sqnrText(each),
        each.cosine === null ? '–' : each.cosine.toFixed(5),
        String(Number(each.largestError.toPrecision(3))),
        each.top1Agreement === null ? '–' : formatPercent(each.top1Agreement, 2),
      ]),
    ),
    `Over ${formatInteger(fidelitySamples)} samples, result against source. SQNR is 10·log10(Σx² / Σ(x − y)²), the strength of the signal over that of the error: 20 dB is an error of a tenth, 40 dB of a hundredth.`,
  );
  return blocks.join('\n\n');
}

/** `+0.25`, `−1.00`, `0.00` */
function signed(points: number): string {
  const digits = Math.abs(points).toFixed(2);
  if (Number(digits) === 0) return digits;
  return `${points < 0 ? '−' : '+'}${digits}`;
}
