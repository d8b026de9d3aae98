import { Buffer } from 'node:buffer';

const compiled = new Map<string, WebAssembly.Module | null>();

/** A module that `esbuild.mjs generate` made, compiled once; `null` where the processor or a policy has none with vectors. */
export function compiledModule(base64: string): WebAssembly.Module | null {
  const known = compiled.get(base64);
  if (known !== undefined) return known;
  const bytes = Buffer.from(base64, 'base64');
  const isKnown = typeof WebAssembly === 'object' && WebAssembly.validate(bytes);
  const module = isKnown ? new WebAssembly.Module(bytes) : null;
  compiled.set(base64, module);
  return module;
}
