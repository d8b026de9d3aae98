import type { ByteSource } from '../../formats/byteSource';
import type { ValueType } from '../../model/model';
import type { FreeDimension } from '../../shared/reports/measurement';
import type { Constant } from '../graph/constants';
import type { GraphIndex } from '../graph/graphIndex';
import type { NodeProto } from '../graph/protos';
import type { Workpiece } from '../graph/workpiece';
import type { Tools } from '../tools';
import { type KnownValues, knownValues } from './knownValues';
import type { PassRecord } from './passRecord';

/** What a person asked for beyond what is always done. */
export interface SimplifyOptions {
  readonly opset: number | null;
  readonly float32: boolean;
  /** Sizes that open dimensions of the inputs are fixed at. */
  readonly sizes: readonly FreeDimension[];
}

/** The model as passes see it: its workpiece, what is known of its values, and where to tell what was done. */
export class PassContext {
  #known: Promise<KnownValues> | null = null;
  #record: PassRecord | null = null;

  constructor(
    readonly work: Workpiece,
    readonly source: ByteSource,
    readonly options: SimplifyOptions,
    readonly tools: Tools,
  ) {}

  /** What follows is told to this record. */
  begin(record: PassRecord): void {
    this.#record = record;
    record.begin();
  }

  index(): GraphIndex {
    return this.work.index();
  }

  constant(name: string): Constant | undefined {
    return this.work.constant(name);
  }

  /** Types and, of small tensors that shapes are made of, elements; as the model is now. */
  known(): Promise<KnownValues> {
    this.#known ??= knownValues(this.work, this.source);
    return this.#known;
  }

  changed(what: string | NodeProto): void {
    this.#known = null;
    this.#record?.changed(typeof what === 'string' ? what : labelOf(what));
  }

  skipped(what: string | NodeProto, reason: string): void {
    this.#record?.skipped(typeof what === 'string' ? what : labelOf(what), reason);
  }
}

/** The shape of a tensor; `null` when its rank is not known. */
export function shapeOf(type: ValueType | null): readonly (number | string | null)[] | null {
  return type?.kind === 'tensor' ? type.shape : null;
}

/** A node by its name, else by what it makes. */
export function labelOf(node: NodeProto): string {
  const name = node.name ?? '';
  return name === '' ? `${node.opType ?? ''} of ${node.output?.find(output => output !== '') ?? 'nothing'}` : name;
}
