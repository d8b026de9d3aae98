/** Endings that mark a variant, whose samples are those of the model it was made from. */
const VARIANT = /\.(int8|int4|uint8|fp16|float16)$/i;

/** Folders of ONNX test data beside a model. */
const TEST_DATA_SET = /^test_data_set_\d+$/;

/** File names under which samples of a model are looked for beside it, the likeliest first. `model` has no folder. */
export function samplesFileNames(model: string): readonly string[] {
  const stem = model.replace(/\.[^.]+$/, '');
  return [...new Set([stem, stem.replace(VARIANT, '')])].map(name => `${name}.samples.npz`);
}

export function isTestDataSet(name: string): boolean {
  return TEST_DATA_SET.test(name);
}
