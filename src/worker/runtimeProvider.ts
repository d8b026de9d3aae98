import type { Runtime } from '../model/runtime';
import type { RuntimeProvider } from './jobHandler';
import { createRuntime } from './runtime';

/** A provider that loads the runtime once. */
export function runtimeProvider(create: () => Promise<Runtime> = createRuntime): RuntimeProvider {
  let loading: Promise<Runtime> | null = null;
  return () => {
    loading ??= create();
    return loading;
  };
}
