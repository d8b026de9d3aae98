import type { GraphIndex } from '../../graph/graphIndex';
import { inputOf, isOp, type NodeProto, outputOf } from '../../graph/protos';
import type { Workpiece } from '../../graph/workpiece';
import { hasIntegerKernel, movesElements } from './operators';

/** Where QuantizeLinear and DequantizeLinear go. */
export interface Placement {
  /** Every quantized value, and the value whose range gives its scale: itself, or the one it is moved from. */
  readonly roots: ReadonlyMap<string, string>;
  /** Nodes that work on codes: they read dequantized values, and a quantized value among their outputs is theirs. */
  readonly integerNodes: ReadonlySet<NodeProto>;
  /** Constant operands of integer nodes, to be stored as codes. */
  readonly constants: ReadonlySet<string>;
}

/**
 * Places the quantizers: at the input of every layer and behind every convolution, moved behind a Relu or Clip that the rounding
 * absorbs, and from there upwards through operators that can stay in integers. What no integer operator reads stays in
 * float, and so does arithmetic with `unbounded` values, which no code can hold.
 */
export function placeQuantizers(
  work: Workpiece,
  index: GraphIndex,
  layers: ReadonlySet<NodeProto>,
  unbounded: ReadonlySet<string> = new Set(),
): Placement {
  return new Placer(work, index, layers, unbounded).place();
}

class Placer {
  readonly #roots = new Map<string, string>();
  readonly #integerNodes = new Set<NodeProto>();
  readonly #constants = new Set<string>();
  readonly #inIntegers = new Map<string, boolean>();
  readonly #queue: string[] = [];

  constructor(
    private readonly work: Workpiece,
    private readonly index: GraphIndex,
    private readonly layers: ReadonlySet<NodeProto>,
    private readonly unbounded: ReadonlySet<string>,
  ) {}

  place(): Placement {
    for (const node of this.work.graph.node) {
      if (!this.layers.has(node)) continue;
      this.#integerNodes.add(node);
      this.#require(inputOf(node, 0));
      // A convolution's kernel rounds its result; the other layers' can also give it in float.
      if (isOp(node, 'Conv')) this.#require(this.#absorbing(node));
    }
    for (let value = this.#queue.shift(); value !== undefined; value = this.#queue.shift()) this.#follow(value);
    return { roots: this.#resolveRoots(), integerNodes: this.#integerNodes, constants: this.#constants };
  }

  #require(value: string): void {
    if (this.#roots.has(value)) return;
    this.#roots.set(value, value);
    this.#queue.push(value);
  }

  /** The value that is rounded when a node's result is: behind a Relu or Clip that alone reads it, or the result itself. */
  #absorbing(node: NodeProto): string {
    const output = outputOf(node);
    const next = this.index.onlyConsumer(output);
    return next !== undefined && this.#isAbsorbed(next) ? outputOf(next) : output;
  }

  #isAbsorbed(node: NodeProto): boolean {
    if (isOp(node, 'Relu')) return true;
    if (!isOp(node, 'Clip') || node.attribute?.length) return false;
    return [inputOf(node, 1), inputOf(node, 2)].every(bound => bound === '' || this.work.constants.has(bound));
  }

  /** Decides how the maker of a required value takes part. */
  #follow(value: string): void {
    const producer = this.index.producer(value);
    if (producer === undefined || this.layers.has(producer)) return;
    if (this.#moves(producer)) {
      this.#integerNodes.add(producer);
      this.#roots.set(value, inputOf(producer, 0));
      this.#require(inputOf(producer, 0));
      return;
    }
    const maker = this.#isAbsorbed(producer) ? this.#behind(producer) : producer;
    if (maker === undefined) return;
    if (maker !== producer) this.#integerNodes.add(producer);
    if (this.layers.has(maker) || !hasIntegerKernel(maker) || this.#integerNodes.has(maker)) return;
    const inputs = this.#dataInputs(maker);
    const isBounded = ![value, ...inputs].some(name => this.unbounded.has(name));
    if (!isBounded || !inputs.some(input => this.#comesInIntegers(input))) {
      if (maker !== producer) this.#integerNodes.delete(producer);
      return;
    }
    this.#integerNodes.add(maker);
    for (const input of inputs) {
      if (this.work.constants.has(input)) this.#constants.add(input);
      else this.#require(input);
    }
  }

  #moves(node: NodeProto): boolean {
    return movesElements(node, this.work.opset) && !this.work.constants.has(inputOf(node, 0));
  }

  /** The integer-capable node whose result only this Relu or Clip reads. */
  #behind(activation: NodeProto): NodeProto | undefined {
    const maker = this.index.producer(inputOf(activation, 0));
    if (maker === undefined || this.index.onlyConsumer(inputOf(activation, 0)) !== activation) return undefined;
    return this.layers.has(maker) || hasIntegerKernel(maker) ? maker : undefined;
  }

  #dataInputs(node: NodeProto): readonly string[] {
    const inputs = (node.input ?? []).filter(name => name !== '');
    return isOp(node, 'Add', 'Mul', 'Concat') ? inputs : inputs.slice(0, 1);
  }

  /** Whether a value leaves a layer as codes and has stayed codes since. */
  #comesInIntegers(value: string): boolean {
    const known = this.#inIntegers.get(value);
    if (known !== undefined) return known;
    this.#inIntegers.set(value, false);
    const found = this.#isMadeInIntegers(value);
    this.#inIntegers.set(value, found);
    return found;
  }

  #isMadeInIntegers(value: string): boolean {
    const producer = this.index.producer(value);
    if (producer === undefined) return false;
    if (this.layers.has(producer)) return true;
    if (this.#moves(producer)) return this.#comesInIntegers(inputOf(producer, 0));
    if (this.#isAbsorbed(producer)) {
      return this.#behind(producer) !== undefined && this.#comesInIntegers(inputOf(producer, 0));
    }
    return hasIntegerKernel(producer) && this.#dataInputs(producer).some(input => this.#comesInIntegers(input));
  }

  #resolveRoots(): ReadonlyMap<string, string> {
    const resolved = new Map<string, string>();
    for (const value of this.#roots.keys()) {
      let root = value;
      for (let next = this.#roots.get(root); next !== undefined && next !== root; next = this.#roots.get(root))
        root = next;
      resolved.set(value, root);
    }
    return resolved;
  }
}
