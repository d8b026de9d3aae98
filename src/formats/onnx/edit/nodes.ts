import { onnx } from '../generated/onnx';
import { type AttributeInput, attribute } from './attributes';

export interface NodeOptions {
  readonly name?: string;
  /** `''` is the default ONNX domain. */
  readonly domain?: string;
  readonly doc?: string;
}

/** A node. Inputs and outputs are names of values; `''` omits an optional one. */
export function node(
  op: string,
  inputs: readonly string[],
  outputs: readonly string[],
  attributes: Readonly<Record<string, AttributeInput>> = {},
  options: NodeOptions = {},
): onnx.NodeProto {
  const { name = '', domain = '', doc = '' } = options;
  return onnx.NodeProto.create({
    opType: op,
    input: [...inputs],
    output: [...outputs],
    attribute: Object.entries(attributes).map(([key, value]) => attribute(key, value)),
    ...(name === '' ? {} : { name }),
    ...(domain === '' ? {} : { domain }),
    ...(doc === '' ? {} : { docString: doc }),
  });
}
