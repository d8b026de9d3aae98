import { readFileSync } from 'node:fs';
import path from 'node:path';
import { memorySource } from '../../../../src/formats/fileSource';
import type { AttributeInput } from '../../../../src/formats/onnx/edit/attributes';
import { tensor } from '../../../../src/formats/onnx/edit/tensors';
import type { onnx } from '../../../../src/formats/onnx/generated/onnx';
import { readOnnx } from '../../../../src/formats/onnx/readOnnx';
import { type DType, isDType, packedBytes } from '../../../../src/model/dtype';
import type { Dimension, Model } from '../../../../src/model/model';
import { elementBytes } from '../../../fixtures/builders/elements';
import { graphBuilder, modelBytes } from '../../../fixtures/builders/onnxModel';

/** Element type, shape and, of what is small, the elements. */
export type WrittenTensor = readonly [dtype: string, shape: readonly number[], values?: readonly number[]];
type WrittenSequence = { readonly sequence: readonly WrittenType[] };
export type WrittenType = WrittenTensor | WrittenSequence | null;

interface WrittenAttribute {
  readonly i?: number;
  readonly f?: number;
  readonly s?: string;
  readonly is?: readonly number[];
  readonly fs?: readonly number[];
  readonly ss?: readonly string[];
  readonly t?: WrittenTensor;
}

/** One operator of one version, what goes in and what comes out; a whole model where types do not say what goes in. */
export interface StandardCase {
  readonly op: string;
  readonly domain?: string;
  readonly version: number;
  readonly in?: readonly (WrittenTensor | null)[];
  readonly out: readonly WrittenType[];
  readonly attributes?: Readonly<Record<string, WrittenAttribute>>;
  /** Base64. */
  readonly model?: string;
}

const FOLDER = path.resolve('test/fixtures/operators');

export function standardCases(): readonly StandardCase[] {
  return JSON.parse(readFileSync(path.join(FOLDER, 'cases.json'), 'utf8'));
}

/** Versions of every operator by domain. */
export function operators(): Readonly<Record<string, Readonly<Record<string, readonly number[]>>>> {
  return JSON.parse(readFileSync(path.join(FOLDER, 'operators.json'), 'utf8'));
}

/**
 * How much the model says: sizes of inputs (`typed`), also the elements of small ones (`valued`), or elements and names
 * in place of sizes (`named`).
 */
export type Telling = 'typed' | 'valued' | 'named';

export interface ReadCase {
  readonly model: Model;
  /** What the names stand for. */
  readonly sizes: ReadonlyMap<string, number>;
  readonly outputs: readonly string[];
}

export async function readCase(one: StandardCase, telling: Telling): Promise<ReadCase> {
  if (one.model !== undefined) return readWhole(one.model);
  const sizes = new Map<string, number>();
  const graph = graphBuilder();
  const inputs = (one.in ?? []).map((input, i) => {
    if (input === null) return '';
    const [dtype, shape, values] = input;
    const name = `in${i}`;
    if (telling !== 'typed' && values !== undefined) graph.weight(name, known(dtype), shape, values);
    else graph.input(name, known(dtype), telling === 'named' ? named(name, shape, sizes) : shape);
    return name;
  });
  const outputs = one.out.map((output, i) => (output === null ? '' : `out${i}`));
  const attributes = Object.entries(one.attributes ?? {}).map(([name, value]) => [name, attributeOf(name, value)]);
  const options = one.domain === undefined ? {} : { domain: one.domain };
  graph.node(one.op, inputs, outputs, Object.fromEntries(attributes), options);
  const versions = one.domain === undefined ? { opset: one.version } : { domains: { [one.domain]: one.version } };
  const { model } = await readOnnx(memorySource(modelBytes(graph, versions), 'case.onnx'));
  return { model, sizes, outputs };
}

async function readWhole(encoded: string): Promise<ReadCase> {
  const { model } = await readOnnx(memorySource(Buffer.from(encoded, 'base64'), 'case.onnx'));
  return { model, sizes: new Map(), outputs: model.graph.outputs.map(({ name }) => name) };
}

function named(input: string, shape: readonly number[], sizes: Map<string, number>): readonly Dimension[] {
  return shape.map((size, axis) => {
    const name = `${input}_${axis}`;
    sizes.set(name, size);
    return name;
  });
}

function attributeOf(name: string, { i, f, s, is, fs, ss, t }: WrittenAttribute): AttributeInput {
  if (t !== undefined) return tensorAttribute(name, t);
  if (is !== undefined) return is.map(BigInt);
  return (i === undefined ? undefined : BigInt(i)) ?? f ?? s ?? fs ?? ss ?? 0n;
}

/** Elements that the case does not write down decide nothing: zeros. */
function tensorAttribute(name: string, [dtype, shape, values]: WrittenTensor): onnx.TensorProto {
  const elements = shape.reduce((a, b) => a * b, 1);
  const zeros = new Uint8Array(packedBytes(known(dtype), elements));
  return tensor(name, known(dtype), shape, values === undefined ? zeros : elementBytes(known(dtype), values));
}

export function known(dtype: string): DType {
  if (!isDType(dtype)) throw new Error(`element type ${dtype}`);
  return dtype;
}
