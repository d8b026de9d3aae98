import { compiledModule } from '../../webAssembly/compiledModule';
import { KERNELS } from './generated/kernels';
import type { Kernels } from './kernels';
import { referenceKernels } from './reference';

const PAGE = 65_536;
/** 4 GB, what 32-bit addresses reach. */
const MOST_PAGES = 65_536;
/** The fast kernels read and write whole vectors, past the end of what they are given. */
const SLACK = 64;
/** Every vector lies on its own border. */
const ALIGNMENT = 64;

/** Memory and the kernels that work on it. Serves one weight at a time; `reset` before each. */
export class Workspace {
  #top = ALIGNMENT;

  constructor(
    readonly kernels: Kernels,
    private readonly buffer: () => ArrayBuffer,
    private readonly grow: (bytes: number) => void,
  ) {}

  /** Forgets all that was allocated. */
  reset(): void {
    this.#top = ALIGNMENT;
  }

  /** Address of `bytes` zeroed bytes. Views that were taken before may be of no use after. */
  allocate(bytes: number): number {
    const at = this.#top;
    this.#top += Math.ceil((bytes + SLACK) / ALIGNMENT) * ALIGNMENT;
    if (this.#top > this.buffer().byteLength) this.grow(this.#top - this.buffer().byteLength);
    new Uint8Array(this.buffer(), at, this.#top - at).fill(0);
    return at;
  }

  u8(at: number, length: number): Uint8Array {
    return new Uint8Array(this.buffer(), at, length);
  }

  u32(at: number, length: number): Uint32Array {
    return new Uint32Array(this.buffer(), at, length);
  }

  u64(at: number, length: number): BigUint64Array {
    return new BigUint64Array(this.buffer(), at, length);
  }

  f32(at: number, length: number): Float32Array {
    return new Float32Array(this.buffer(), at, length);
  }

  f64(at: number, length: number): Float64Array {
    return new Float64Array(this.buffer(), at, length);
  }
}

/** A workspace with the kernels in WebAssembly; `null` where the processor or a policy has none with vectors. */
export function fastWorkspace(): Workspace | null {
  const module = compiledModule(KERNELS);
  if (module === null) return null;
  const memory = new WebAssembly.Memory({ initial: 1, maximum: MOST_PAGES });
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  return new Workspace(
    exports as unknown as Kernels,
    () => memory.buffer,
    bytes => void memory.grow(Math.ceil(bytes / PAGE)),
  );
}

/** A workspace with the kernels in TypeScript. */
export function referenceWorkspace(): Workspace {
  let buffer = new ArrayBuffer(PAGE);
  const grow = (bytes: number): void => {
    const larger = new ArrayBuffer(2 * buffer.byteLength + bytes);
    new Uint8Array(larger).set(new Uint8Array(buffer));
    buffer = larger;
  };
  return new Workspace(
    referenceKernels(() => buffer),
    () => buffer,
    grow,
  );
}

const idle: Workspace[] = [];

/** Lends a workspace for as long as `work` takes: its memory is used again for the next weight. */
export async function withWorkspace<T>(work: (workspace: Workspace) => Promise<T>): Promise<T> {
  const workspace = idle.pop() ?? fastWorkspace() ?? referenceWorkspace();
  try {
    workspace.reset();
    return await work(workspace);
  } finally {
    idle.push(workspace);
  }
}
