import type { ByteSource } from '../../../formats/byteSource';
import { internal } from '../../../shared/errors';
import { floatChunks } from '../../graph/constants';
import { isOp, type NodeProto } from '../../graph/protos';
import { TargetModel } from '../../graph/targetModel';
import type { Workpiece } from '../../graph/workpiece';
import { type QuantizationParameters, quantizeBias } from '../arithmetic';
import type { WeightScales } from '../layer';
import { quantizedChunks } from '../quantizedChunks';
import { WeightNoise } from '../weightChannels';
import type { StaticLayer } from './convolutionLayers';
import type { Placement } from './placement';
import { quantizedConstant } from './quantizedConstant';

/** A layer with its scales and, when it has one, the values of its bias. */
export interface ScaledLayer extends StaticLayer, WeightScales {
  readonly biasValues: Float32Array | null;
}

export interface StaticPlan {
  readonly layers: ReadonlyMap<NodeProto, ScaledLayer>;
  readonly placement: Placement;
  /** Codes of the values that are roots in the placement. */
  readonly parameters: ReadonlyMap<string, QuantizationParameters>;
  /** Values of the constant operands that become codes. */
  readonly constants: ReadonlyMap<string, Float32Array>;
}

export interface EmittedStatic {
  readonly target: TargetModel;
  /** Noise of each weight, complete once the model is written; by node. */
  readonly noise: ReadonlyMap<NodeProto, WeightNoise>;
}

/**
 * The model with QuantizeLinear and DequantizeLinear around what shall run in integers (the QDQ form, which the runtime fuses into
 * integer kernels). Values that an integer node makes keep their name for the dequantized result, so everything that reads
 * them, graph outputs included, reads that.
 */
export function emitStatic(work: Workpiece, source: ByteSource, plan: StaticPlan): EmittedStatic {
  const emitter = new StaticEmitter(new TargetModel(work, source), work, plan);
  for (const input of work.graph.input) emitter.quantizeFloat(input.name ?? '');
  for (const node of work.graph.node) emitter.node(node);
  return { target: emitter.target, noise: emitter.noise };
}

interface CodeNames {
  readonly scale: string;
  readonly zeroPoint: string;
}

class StaticEmitter {
  readonly noise = new Map<NodeProto, WeightNoise>();
  readonly #codes = new Map<string, CodeNames>();
  /** Dequantized forms of values that float nodes make, and of constants. */
  readonly #dequantized = new Map<string, string>();
  readonly #weights = new Map<string, { readonly name: string; readonly noise: WeightNoise }>();

  constructor(
    readonly target: TargetModel,
    private readonly work: Workpiece,
    private readonly plan: StaticPlan,
  ) {}

  node(node: NodeProto): void {
    const { placement, layers } = this.plan;
    if (!placement.integerNodes.has(node)) {
      this.target.keep(node);
      for (const output of node.output ?? []) this.quantizeFloat(output);
      return;
    }
    const layer = layers.get(node);
    const inputs = layer === undefined ? this.#operands(node) : this.#layerInputs(layer);
    const outputs = (node.output ?? []).map(name =>
      this.#isQuantized(name) ? this.target.fresh(`${name}_float`) : name,
    );
    this.target.keep({ ...node, ...(layer === undefined ? {} : withoutFactors(node)), input: inputs, output: outputs });
    (node.output ?? []).forEach((name, at) => {
      const made = outputs[at] ?? name;
      if (made !== name) this.#roundTrip(name, made, name);
    });
  }

  /** Adds a dequantized form of a value that is made in float, for its integer readers only. */
  quantizeFloat(value: string): void {
    if (!this.#isQuantized(value)) return;
    const result = this.target.fresh(`${value}_dequantized`);
    this.#dequantized.set(value, result);
    this.#roundTrip(value, value, result);
  }

  #isQuantized(value: string): boolean {
    return this.plan.placement.roots.has(value);
  }

  /** from → QuantizeLinear → DequantizeLinear → to. */
  #roundTrip(value: string, from: string, to: string): void {
    const { scale, zeroPoint } = this.#code(this.plan.placement.roots.get(value) ?? value);
    const codes = this.target.fresh(`${value}_quantized`);
    this.target.node('QuantizeLinear', [from, scale, zeroPoint], [codes], `${value}_QuantizeLinear`);
    this.target.node('DequantizeLinear', [codes, scale, zeroPoint], [to], `${value}_DequantizeLinear`);
  }

  #code(root: string): CodeNames {
    const known = this.#codes.get(root);
    if (known !== undefined) return known;
    const { scale, zeroPoint } = this.#parameters(root);
    const names = {
      scale: this.target.tensor(`${root}_scale`, 'float32', [], Float32Array.of(scale)),
      zeroPoint: this.target.tensor(`${root}_zero_point`, 'uint8', [], Uint8Array.of(zeroPoint)),
    };
    this.#codes.set(root, names);
    return names;
  }

  #parameters(root: string): QuantizationParameters {
    const code = this.plan.parameters.get(root);
    if (code === undefined) throw internal(`Value "${root}" was placed without a range.`);
    return code;
  }

  #operands(node: NodeProto): string[] {
    return (node.input ?? []).map(name => {
      if (this.plan.placement.constants.has(name)) return this.#constantOperand(name);
      return this.#dequantized.get(name) ?? name;
    });
  }

  #constantOperand(name: string): string {
    const known = this.#dequantized.get(name);
    if (known !== undefined) return known;
    const { values, code } = quantizedConstant(this.plan.constants.get(name) ?? new Float32Array());
    const shape = this.work.constant(name)?.shape ?? [];
    const result = this.target.fresh(`${name}_dequantized`);
    const inputs = [
      this.target.tensor(`${name}_quantized`, 'uint8', shape, values),
      this.target.tensor(`${name}_scale`, 'float32', [], Float32Array.of(code.scale)),
      this.target.tensor(`${name}_zero_point`, 'uint8', [], Uint8Array.of(code.zeroPoint)),
    ];
    this.target.node('DequantizeLinear', inputs, [result], `${name}_DequantizeLinear`);
    this.#dequantized.set(name, result);
    return result;
  }

  #layerInputs(layer: ScaledLayer): string[] {
    const root = this.plan.placement.roots.get(layer.activation) ?? layer.activation;
    const inputScale = this.#parameters(root).scale;
    const bias = layer.biasValues === null ? null : quantizeBias(layer.biasValues, inputScale, layer.scales);
    const scales = bias?.weightScales ?? layer.scales;
    const data = this.#dequantized.get(layer.activation) ?? layer.activation;
    const inputs = [data, this.#weight(layer, scales)];
    if (bias !== null) inputs.push(this.#bias(layer, bias.values, bias.scales));
    return inputs;
  }

  /** DequantizeLinear of the int8 weight; shared by layers that use the same weight with the same scales. */
  #weight(layer: ScaledLayer, scales: Float32Array): string {
    const key = `${layer.channelAxis} ${scales.join(' ')} ${layer.weight.name}`;
    const known = this.#weights.get(key);
    if (known !== undefined) {
      this.noise.set(layer.node, known.noise);
      return known.name;
    }
    const { target } = this;
    const { weight, layout } = layer;
    const noise = new WeightNoise();
    const codes = target.stream(`${weight.name}_quantized`, 'int8', weight.shape, () =>
      quantizedChunks(() => floatChunks(weight), layout, scales, noise),
    );
    const shape = layout.channels === 1 ? [] : [scales.length];
    const inputs = [
      codes,
      target.tensor(`${weight.name}_scale`, 'float32', shape, scales),
      target.tensor(`${weight.name}_zero_point`, 'int8', shape, new Int8Array(scales.length)),
    ];
    const name = target.fresh(`${weight.name}_dequantized`);
    const axis = shape.length === 0 ? {} : { axis: BigInt(layer.channelAxis) };
    target.node('DequantizeLinear', inputs, [name], `${weight.name}_DequantizeLinear`, axis);
    this.#weights.set(key, { name, noise });
    this.noise.set(layer.node, noise);
    return name;
  }

  #bias(layer: ScaledLayer, values: Int32Array, scales: Float32Array): string {
    const { target } = this;
    const perTensor = layer.layout.channels === 1;
    const inputs = [
      target.tensor(`${layer.bias}_quantized`, 'int32', [values.length], values),
      target.tensor(
        `${layer.bias}_scale`,
        'float32',
        perTensor ? [] : [scales.length],
        perTensor ? scales.slice(0, 1) : scales,
      ),
    ];
    const name = target.fresh(`${layer.bias}_dequantized`);
    target.node('DequantizeLinear', inputs, [name], `${layer.bias}_DequantizeLinear`, perTensor ? {} : { axis: 0n });
    return name;
  }
}

/** Gemm's alpha is in the layer's weight and its beta in the bias. */
function withoutFactors(node: NodeProto): Pick<NodeProto, 'attribute'> {
  if (!isOp(node, 'Gemm')) return {};
  return { attribute: (node.attribute ?? []).filter(({ name }) => name !== 'alpha' && name !== 'beta') };
}
