import type { PayloadTable } from '../../formats/onnx/payloadTable';
import type { ModelProto } from './protos';

/** A finished model, whose payloads can be written once. */
export interface Emission {
  readonly model: ModelProto;
  readonly payloads: PayloadTable;
}
