import type { ValueType } from './model';
import type { Tensor } from './tensor';

/** What the inference runtime can be asked for. Only options that were seen to have an effect are here. */
export interface SessionOptions {
  /** Threads inside one operator; 0 lets the runtime decide. */
  readonly threads?: number;
  /**
   * Whether idle threads wait in a busy loop, which answers sooner and burns their cores (default). Off where sessions of one process
   * are compared: their pools would take each other's cores and the figures would be of that.
   */
  readonly spinning?: boolean;
  /** Writes a trace of every kernel, which slows runs down; the file is complete once the session is released. */
  readonly trace?: Trace;
  readonly optimization?: 'disabled' | 'basic' | 'extended' | 'layout' | 'all';
}

export interface Trace {
  /** Path that the name of the trace begins with; the runtime adds the time and `.json`. */
  readonly prefix: string;
  /** Where to write the model as the runtime has it after its optimizations; `null` nowhere. */
  readonly optimizedModel: string | null;
}

export interface SessionValue {
  readonly name: string;
  readonly type: ValueType;
}

export interface Session {
  readonly inputs: readonly SessionValue[];
  readonly outputs: readonly SessionValue[];
  /**
   * Runs once. `outputs` limits what is computed and returned.
   * @throws LatheError of kind `runtime` with the runtime's own words.
   */
  run(inputs: ReadonlyMap<string, Tensor>, outputs?: readonly string[]): Promise<ReadonlyMap<string, Tensor>>;
  release(): Promise<void>;
}

/** The inference runtime as the rest of the code sees it; `worker/runtime.ts` is the real one. */
export interface Runtime {
  /** For example `onnxruntime-node 1.30.0`. */
  readonly name: string;
  /** @throws LatheError of kind `runtime` when the model is rejected. */
  open(model: string | Uint8Array, options?: SessionOptions): Promise<Session>;
}
