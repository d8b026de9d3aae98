import type { DType } from '../dtype';
import type { Model, Node } from '../model';
import type { GraphIndex } from '../modelIndex';
import { modelIndex } from '../modelIndex';
import { type ModelTypes, typeOfValue } from '../valueTypes';
import { smallConstant } from './smallConstant';

/** What is around the nodes of one graph of a quantized model. */
export class QuantizedEdges {
  readonly #outputs: ReadonlySet<string>;

  constructor(
    private readonly model: Model,
    private readonly types: ModelTypes,
    private readonly known: GraphIndex,
  ) {
    this.#outputs = new Set(known.graph.outputs.map(({ name }) => name));
  }

  /** The DequantizeLinear that gives an input of a node. */
  dequantizer(node: Node, input: number): Node | null {
    const producer = this.known.producers.get(node.inputs[input] ?? '');
    return producer?.op === 'DequantizeLinear' ? producer : null;
  }

  /** The element type that a DequantizeLinear or QuantizeLinear has on its integer side. */
  codes(node: Node): DType | null {
    const name = node.op === 'DequantizeLinear' ? node.inputs[0] : node.outputs[0];
    const type = typeOfValue(this.model, this.types, this.known.graph.id, name ?? '');
    return type?.kind === 'tensor' ? type.dtype : null;
  }

  /** Whether a value is a constant of the file. */
  isConstant(name: string): boolean {
    return this.known.constants.has(name);
  }

  isOutput(name: string): boolean {
    return this.#outputs.has(name);
  }

  /** Nodes that read the first output, each as often as it does. */
  readers(node: Node): readonly Node[] {
    return (this.known.uses.get(node.outputs[0] ?? '') ?? []).map(use => use.node);
  }

  /** Whether a QuantizeLinear gives its lowest code to zero, so that what it quantizes is cut off below zero. */
  cutsBelowZero(quantizer: Node): boolean {
    const zero = smallConstant(modelIndex(this.model), this.known.graph.id, quantizer.inputs[2] ?? '');
    const lowest = LOWEST.get(this.codes(quantizer) ?? 'undefined');
    if ((quantizer.inputs[2] ?? '') === '') return lowest === 0;
    return zero?.every(code => code === lowest) ?? false;
  }
}

const LOWEST: ReadonlyMap<DType, number> = new Map<DType, number>([
  ['uint8', 0],
  ['int8', -128],
  ['uint16', 0],
  ['int16', -32_768],
]);
