import path from 'node:path';

/** Where results of one model go: beside it, under its name. */
export interface ResultPaths {
  readonly model: string;
  readonly markdown: string;
  readonly json: string;
}

/** For `int8`, `net.onnx` → `net.int8.onnx`, `net.int8.report.md`, `net.int8.report.json`. */
export function variantPaths(model: string, variant: string): ResultPaths {
  const stem = `${withoutExtension(model)}.${variant}`;
  return { model: `${stem}.onnx`, markdown: `${stem}.report.md`, json: `${stem}.report.json` };
}

/** `net.onnx` → `net.benchmark.report.md` and `.json`. */
export function benchmarkPaths(model: string): Omit<ResultPaths, 'model'> {
  const stem = `${withoutExtension(model)}.benchmark`;
  return { markdown: `${stem}.report.md`, json: `${stem}.report.json` };
}

/** `net.int8.onnx` → `net.int8.compare.report.md` and `.json`. */
export function comparePaths(model: string): Omit<ResultPaths, 'model'> {
  const stem = `${withoutExtension(model)}.compare`;
  return { markdown: `${stem}.report.md`, json: `${stem}.report.json` };
}

function withoutExtension(model: string): string {
  return model.slice(0, model.length - path.extname(model).length);
}
