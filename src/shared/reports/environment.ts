/** The one part of a report that differs between two runs of the same job on the same input. */
export interface Environment {
  /** ISO 8601, UTC. */
  readonly date: string;
  readonly cpu: string;
  readonly cores: number;
  readonly memoryBytes: number;
  /** For example `linux x64 6.1.0`. */
  readonly os: string;
  readonly node: string;
  /** For example `onnxruntime-node 1.30.0`. */
  readonly runtime: string;
  /** Version of Model Lathe. */
  readonly tool: string;
}
