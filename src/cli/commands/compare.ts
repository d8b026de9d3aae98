import { writeTexts } from '../../formats/writeTexts';
import { compareMarkdown } from '../../report/compareMarkdown';
import { printable } from '../../shared/printable';
import type { CompareRequest } from '../../shared/protocol/jobs';
import { DEFAULT_TOLERANCE } from '../../shared/reports/compareReport';
import { dimensionOptions, numberOption, twoModels } from '../arguments';
import type { Arguments, Command } from '../command';
import { commonOptions, runOptions } from '../commonOptions';
import { compareLimits } from '../compareLimits';
import { compareText } from '../compareText';
import { exclusiveOptions } from '../errors';

export const compare: Command = {
  name: 'compare',
  summary: 'Compare two models: structure, weights, cost, and with samples what they answer',
  operands: 'A B',
  options: {
    ...commonOptions,
    ...runOptions,
    data: {
      type: 'string',
      value: 'FILE',
      help: 'run both on these samples: .npz file or folder with test_data_set_*',
    },
    run: { type: 'boolean', help: 'run both on the samples beside A' },
    synthetic: { type: 'boolean', help: 'run both on made-up inputs when there are no samples' },
    tolerance: {
      type: 'string',
      value: 'F',
      help: `relative error above which a tensor counts as different (default ${DEFAULT_TOLERANCE})`,
    },
    out: { type: 'string', value: 'FILE.md', help: 'write the whole report, and FILE.json beside it' },
    force: { type: 'boolean', help: 'replace an existing report' },
    'min-sqnr': { type: 'string', value: 'DB', help: 'exit with 3 when a weight or output is less faithful' },
    'max-drop': { type: 'string', value: 'POINTS', help: 'exit with 3 when accuracy drops by more percentage points' },
  },
  async run(args, { terminal, run }) {
    const request = compareRequest(args);
    const out = args.text('out');
    const limits = {
      minSqnrDb: numberOption(compare, args, 'min-sqnr', { least: -200, most: 1000 }, null),
      maxDrop: numberOption(compare, args, 'max-drop', { least: 0, most: 100 }, null),
    };
    const report = await run('compare', request);
    const written = out === null ? [] : reportFiles(out);
    if (out !== null) {
      const contents = [compareMarkdown(report), `${JSON.stringify(report, null, 2)}\n`];
      await writeTexts(
        written.map((file, index) => ({ file, text: contents[index] ?? '' })),
        args.flag('force'),
      );
    }
    terminal.answer(report, () => compareText(report));
    for (const file of written) terminal.note(`Wrote ${printable(file)}`);
    return compareLimits(report, limits);
  },
};

function compareRequest(args: Arguments): CompareRequest {
  const [a, b] = twoModels(compare, args);
  const data = args.text('data');
  if (data !== null && args.flag('synthetic')) throw exclusiveOptions('compare', 'data', 'synthetic');
  const isRun = data !== null || args.flag('run');
  return {
    a,
    b,
    run: args.flag('synthetic') ? 'synthetic' : isRun ? 'samples' : 'never',
    data,
    threads: numberOption(compare, args, 'threads', { least: 0, most: 1024, whole: true }, 0),
    freeDimensions: dimensionOptions(compare, args),
    tolerance: numberOption(compare, args, 'tolerance', { least: 0, most: 1e6 }, DEFAULT_TOLERANCE),
  };
}

/** `x.md` and `x.json`, whatever ending was given. */
function reportFiles(out: string): readonly string[] {
  const stem = out.replace(/\.(md|json)$/i, '');
  return [`${stem}.md`, `${stem}.json`];
}
