import { modelFamilies, originalIn } from '../tree/modelFamilies';

/** Inline code in a text: where it is, from its first backtick to after its last, and what it says. */
export interface CodeSpan {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

const REPORT = '.report.md';
const MODEL = '.onnx';

/**
 * Inline code of a report, at most so many spans, as `code` in `src/report/markdown.ts` writes it: any number of backticks around, a
 * space inside them where the text begins or ends with one, bars escaped for tables.
 */
export function codeSpans(markdown: string, most: number): readonly CodeSpan[] {
  const spans: CodeSpan[] = [];
  for (const line of markdown.matchAll(/.+/g)) {
    const runs = [...line[0].matchAll(/`+/g)].map(({ 0: run, index }) => ({ from: index, length: run.length }));
    const closing = nextOfSameLength(runs.map(({ length }) => length));
    for (let at = 0; at < runs.length; at++) {
      const opened = runs[at];
      const closed = runs[closing[at] ?? runs.length];
      if (opened === undefined || closed === undefined) continue;
      if (spans.length === most) return spans;
      const inside = line[0].slice(opened.from + opened.length, closed.from);
      const text = inside.replace(/^ (?=`)|(?<=`) $/g, '').replaceAll('\\|', '|');
      spans.push({ start: line.index + opened.from, end: line.index + closed.from + closed.length, text });
      at = closing[at] ?? at;
    }
  }
  return spans;
}

/** For each length the place of the next one that is the same, in one pass: lines of a hostile report may be megabytes long. */
function nextOfSameLength(lengths: readonly number[]): readonly (number | undefined)[] {
  const last = new Map<number, number>();
  const next: (number | undefined)[] = [];
  for (let at = lengths.length - 1; at >= 0; at--) {
    const length = lengths[at] ?? 0;
    next[at] = last.get(length);
    last.set(length, at);
  }
  return next;
}

/**
 * Files whose nodes a report names, the likeliest first: the report of a variant (`net.int8.report.md`) tells of the model that the
 * variant was made from, others (`net.int8.benchmark.report.md`) of the model before their last part.
 * @param names files of the folder that the report is in
 */
export function modelsOfReport(report: string, names: readonly string[]): readonly string[] {
  const models = names.filter(name => name.toLowerCase().endsWith(MODEL));
  const families = modelFamilies(models);
  const stem = report.slice(0, -REPORT.length);
  const stems = new Map(models.map(name => [name.slice(0, -MODEL.length), name]));
  for (let at = stem; at !== ''; at = at.slice(0, Math.max(0, at.lastIndexOf('.')))) {
    const model = stems.get(at);
    if (model === undefined) continue;
    const original = originalIn(families, model);
    if (original === null) return [model];
    return at === stem ? [original, model] : [model, original];
  }
  return [];
}
