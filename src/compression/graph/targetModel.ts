import type { ByteSource } from '../../formats/byteSource';
import type { AttributeInput } from '../../formats/onnx/edit/attributes';
import { node } from '../../formats/onnx/edit/nodes';
import { tensor } from '../../formats/onnx/edit/tensors';
import type { onnx } from '../../formats/onnx/generated/onnx';
import { PayloadTable, type Produce } from '../../formats/onnx/payloadTable';
import { type DType, packedBytes } from '../../model/dtype';
import { byteChunks, type Constant, elementCount } from './constants';
import { usedNames } from './graphIndex';
import type { Names } from './names';
import { neededNodes } from './neededNodes';
import type { GraphProto, ModelProto, NodeProto, TensorProto } from './protos';
import type { Workpiece } from './workpiece';
import { writtenConstant } from './writtenConstant';

/**
 * A model being put together from a workpiece, which it does not change: new nodes in order and new tensors, whose bytes are made
 * when the model is written. Constants of the workpiece that are still used come along by themselves.
 */
export class TargetModel {
  readonly payloads: PayloadTable;
  readonly #nodes: NodeProto[] = [];
  readonly #tensors = new Map<string, TensorProto>();
  readonly #values: Names;
  readonly #nodeNames: Names;

  constructor(
    private readonly work: Workpiece,
    source: ByteSource,
  ) {
    this.payloads = new PayloadTable(source);
    this.#values = work.valueNames.copy();
    this.#nodeNames = work.nodeNames.copy();
  }

  /** A value name that is not taken. */
  fresh(base: string): string {
    return this.#values.fresh(base);
  }

  /** Appends a node as it is. */
  keep(proto: NodeProto): void {
    this.#nodes.push(proto);
  }

  /** Appends a new node of the default domain, named `name` or something close to it. */
  node(
    op: string,
    inputs: readonly string[],
    outputs: readonly string[],
    name: string,
    attributes: Readonly<Record<string, AttributeInput>> = {},
  ): void {
    this.#nodes.push(node(op, inputs, outputs, attributes, { name: this.#nodeNames.fresh(name) }));
  }

  /** Adds a small tensor and gives its name, `base` or something close to it. */
  tensor(base: string, dtype: DType, shape: readonly number[], values: ArrayBufferView): string {
    const name = this.fresh(base);
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    this.#tensors.set(name, tensor(name, dtype, shape, bytes));
    return name;
  }

  /** Adds a tensor whose bytes are made while the model is written. */
  stream(base: string, dtype: DType, shape: readonly number[], produce: Produce): string {
    const name = this.fresh(base);
    const payload = this.payloads.add(packedBytes(dtype, elementCount(shape)), produce);
    this.#tensors.set(name, tensor(name, dtype, shape, payload));
    return name;
  }

  constant(constant: Constant): string {
    return this.stream(constant.name, constant.dtype, constant.shape, () => byteChunks(constant));
  }

  /** The finished model. Nodes and constants that nothing needs any more are left out. */
  finish(extraOutputs: readonly onnx.ValueInfoProto.$Properties[] = []): ModelProto {
    const { model, graph } = this.work;
    const output = [...(graph.output ?? []), ...extraOutputs];
    const nodes = neededNodes({ ...graph, node: this.#nodes, output });
    const used = usedNames({ ...graph, node: nodes, output });
    const made = new Set(nodes.flatMap(each => each.output ?? []));
    const initializer: TensorProto[] = [];
    for (const [name, constant] of this.work.constants)
      if (used.has(name)) initializer.push(writtenConstant(constant, this.payloads));
    for (const [name, each] of this.#tensors) if (used.has(name)) initializer.push(each);
    const finished: GraphProto = {
      ...graph,
      node: nodes,
      initializer,
      output,
      valueInfo: (graph.valueInfo ?? []).filter(({ name }) => made.has(name ?? '')),
      quantizationAnnotation: [],
    };
    return { ...model, graph: finished, trainingInfo: [] };
  }
}
