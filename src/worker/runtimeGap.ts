import type { RuntimeGap } from './errors';

/** What is needed to tell why a native module did not load. */
export interface Platform {
  readonly os: string;
  readonly arch: string;
  /** `null` on Linux means a C library other than glibc. */
  readonly glibc: string | null;
}

/** Platforms that the packaged runtime has binaries for; onnxruntime-node dropped macOS on Intel after 1.23. */
const BUILDS: ReadonlySet<string> = new Set(['linux-x64', 'linux-arm64', 'win32-x64', 'win32-arm64', 'darwin-arm64']);

/** Tells from the platform and the loader's error why the runtime cannot be loaded. */
export function runtimeGap(platform: Platform, cause: unknown): RuntimeGap {
  const message = cause instanceof Error ? cause.message : String(cause);
  if (!BUILDS.has(`${platform.os}-${platform.arch}`)) return 'platform';
  if (platform.os === 'linux' && platform.glibc === null) return 'musl';
  if (/GLIBC_\d/.test(message)) return 'glibc';
  if (platform.os === 'win32' && isLoaderError(cause)) return 'visual-c++';
  return 'other';
}

/** The binding file is there, and one of the libraries that it imports is not (error 126). */
function isLoaderError(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === 'ERR_DLOPEN_FAILED';
}
