import type { ByteSource } from '../../../formats/byteSource';
import { floatOf, intOf } from '../../graph/attributes';
import { type Constant, changedConstant, floatChunks } from '../../graph/constants';
import { inputOf, isOp, type NodeProto, outputOf } from '../../graph/protos';
import { TargetModel } from '../../graph/targetModel';
import type { Workpiece } from '../../graph/workpiece';
import type { WeightScales } from '../layer';
import { quantizedChunks, transposedChunks } from '../quantizedChunks';
import { WeightNoise } from '../weightChannels';
import type { LinearLayer } from './linearLayers';

export interface ScaledLinear extends LinearLayer, WeightScales {}

export interface EmittedModel {
  readonly target: TargetModel;
  /** Noise of each weight, complete once the model is written; by node. */
  readonly noise: ReadonlyMap<NodeProto, WeightNoise>;
}

interface CodedWeight {
  readonly name: string;
  readonly noise: WeightNoise;
}

/**
 * The model with the given layers in dynamic int8. A · W becomes
 *
 *     DynamicQuantizeLinear(A) → a, s_a, z_a;   MatMulInteger(a, w, z_a) → Cast → · (s_a · s_w)
 *
 * which the runtime fuses into one kernel. A value that several layers read is quantized once, and a weight that several layers
 * share is stored once.
 */
export function emitDynamic(
  work: Workpiece,
  source: ByteSource,
  layers: ReadonlyMap<NodeProto, ScaledLinear>,
): EmittedModel {
  const emitter = new DynamicEmitter(new TargetModel(work, source), work);
  for (const node of work.graph.node) {
    const layer = layers.get(node);
    if (layer === undefined) emitter.target.keep(node);
    else emitter.linear(layer);
  }
  return { target: emitter.target, noise: emitter.noise };
}

class DynamicEmitter {
  readonly noise = new Map<NodeProto, WeightNoise>();
  readonly #activations = new Map<string, readonly [values: string, scale: string, zeroPoint: string]>();
  readonly #weights = new Map<string, CodedWeight>();

  constructor(
    readonly target: TargetModel,
    private readonly work: Workpiece,
  ) {}

  linear(layer: ScaledLinear): void {
    const { target } = this;
    const { node } = layer;
    const name = node.name ?? '';
    const output = outputOf(node);
    const isGemm = isOp(node, 'Gemm');
    const bias = isGemm ? this.#bias(node) : '';
    const product = bias === '' ? output : target.fresh(`${output}_product`);
    const [values, scale, zeroPoint] = this.#activation(this.#left(layer));
    const weight = this.#weight(layer);
    this.noise.set(node, weight.noise);
    const weightScale = this.#weightScale(layer, isGemm ? floatOf(node, 'alpha', 1) : 1);
    const sum = target.fresh(`${output}_int32`);
    const cast = target.fresh(`${output}_float`);
    const factor = target.fresh(`${output}_scale`);
    target.node('MatMulInteger', [values, weight.name, zeroPoint], [sum], `${name}_MatMulInteger`);
    target.node('Cast', [sum], [cast], `${name}_Cast`, { to: 1n });
    target.node('Mul', [scale, weightScale], [factor], `${name}_Scales`);
    target.node('Mul', [cast, factor], [product], `${name}_Mul`);
    if (bias !== '') target.node('Add', [product, bias], [output], `${name}_Add`);
  }

  /** Name of the left factor, turned first where Gemm asks for it. */
  #left({ node, activation }: ScaledLinear): string {
    if (!isOp(node, 'Gemm') || intOf(node, 'transA', 0) === 0) return activation;
    const turned = this.target.fresh(`${activation}_transposed`);
    this.target.node('Transpose', [activation], [turned], `${node.name}_TransposeA`, { perm: [1n, 0n] });
    return turned;
  }

  #activation(value: string): readonly [string, string, string] {
    const known = this.#activations.get(value);
    if (known !== undefined) return known;
    const { target } = this;
    const made = [
      target.fresh(`${value}_quantized`),
      target.fresh(`${value}_scale`),
      target.fresh(`${value}_zero_point`),
    ] as const;
    target.node('DynamicQuantizeLinear', [value], made, `${value}_DynamicQuantizeLinear`);
    this.#activations.set(value, made);
    return made;
  }

  #weight(layer: ScaledLinear): CodedWeight {
    const key = `${layer.isTransposed} ${layer.weight.name}`;
    const known = this.#weights.get(key);
    if (known !== undefined) return known;
    const { weight, layout, scales, rows, columns, isTransposed } = layer;
    const noise = new WeightNoise();
    const chunks = (): AsyncIterable<Float32Array> => floatChunks(weight);
    const name = this.target.stream(`${weight.name}_quantized`, 'int8', [rows, columns], () =>
      isTransposed
        ? transposedChunks(chunks, columns, rows, scales, noise)
        : quantizedChunks(chunks, layout, scales, noise),
    );
    const made = { name, noise };
    this.#weights.set(key, made);
    return made;
  }

  #weightScale({ weight, scales }: ScaledLinear, alpha: number): string {
    const values = scales.map(scale => scale * alpha);
    return this.target.tensor(`${weight.name}_scale`, 'float32', scales.length === 1 ? [] : [scales.length], values);
  }

  /** Name of β · C; `''` when there is no C. */
  #bias(node: NodeProto): string {
    const name = inputOf(node, 2);
    const beta = floatOf(node, 'beta', 1);
    if (name === '' || beta === 0) return '';
    if (beta === 1) return name;
    const constant = this.work.constant(name);
    if (constant !== undefined) return this.target.constant(scaled(constant, beta));
    const product = this.target.fresh(`${name}_scaled`);
    const factor = this.target.tensor(`${node.name}_beta`, 'float32', [], Float32Array.of(beta));
    this.target.node('Mul', [name, factor], [product], `${node.name}_Beta`);
    return product;
  }
}

function scaled(constant: Constant, factor: number): Constant {
  return changedConstant(constant, `${constant.name}_scaled`, values => {
    for (let i = 0; i < values.length; i++) values[i] = (values[i] as number) * factor;
  });
}
