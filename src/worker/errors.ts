import { LatheError } from '../shared/errors';

/** The runtime's own words on one line, without what is said already and the paths of the machine it was built on. */
function words(cause: unknown): string {
  const message = cause instanceof Error ? cause.message : String(cause);
  const line = message
    .replace(/\s+/g, ' ')
    .replace(/^Load model from .* failed:\s*(Fatal error: )?/, '')
    .replace(/\/onnxruntime_src\/\S+\s*/g, '')
    .trim();
  const short = line.length > 600 ? `${line.slice(0, 600)}…` : line;
  return short.replace(/\.$/, '');
}

export function modelRejected(file: string | null, cause: unknown): LatheError {
  return new LatheError(
    {
      code: 'runtime.modelRejected',
      kind: 'runtime',
      message: `The runtime does not accept this model: ${words(cause)}.`,
      next: 'The model can still be inspected; export it again with operators and types the runtime supports to run it.',
      ...(file === null ? {} : { file }),
    },
    { cause },
  );
}

export function runFailed(cause: unknown): LatheError {
  return new LatheError(
    {
      code: 'runtime.runFailed',
      kind: 'runtime',
      message: `The model failed while running: ${words(cause)}.`,
      next: 'Check the names, shapes and types of the inputs, and the values given to free dimensions.',
    },
    { cause },
  );
}

export function inputNotRunnable(name: string, dtype: string): LatheError {
  return new LatheError({
    code: 'runtime.inputNotRunnable',
    kind: 'unsupported',
    message: `Input "${name}" has type ${dtype}, which the runtime cannot be fed from here.`,
    next: 'Export the model with inputs of another type; inspection works as it is.',
  });
}

export function outputNotReadable(name: string, what: string): LatheError {
  return new LatheError({
    code: 'runtime.outputNotReadable',
    kind: 'unsupported',
    message: `Output "${name}" is ${what}, which cannot be read back from the runtime.`,
    next: 'Choose tensor outputs, or export the model with them; inspection works as it is.',
  });
}

export function noReadableOutput(): LatheError {
  return new LatheError({
    code: 'runtime.noReadableOutput',
    kind: 'unsupported',
    message: 'None of the outputs is a tensor that can be read back from the runtime.',
    next: 'Export the model with at least one tensor output; inspection works as it is.',
  });
}

export function inputMissing(name: string): LatheError {
  return new LatheError({
    code: 'runtime.inputMissing',
    kind: 'runtime',
    message: `Input "${name}" was given no value.`,
    next: 'Give every input of the model a value.',
  });
}

export function jobUnknown(name: string, known: readonly string[]): LatheError {
  return new LatheError({
    code: 'worker.jobUnknown',
    kind: 'internal',
    message: `No job is called "${name}"; there are ${known.join(', ')}.`,
  });
}

export function startMalformed(): LatheError {
  return new LatheError({
    code: 'worker.startMalformed',
    kind: 'internal',
    message: 'The child was started without a job.',
  });
}

/** Why the runtime's binary could not be loaded, told from where it happened. */
export type RuntimeGap = 'platform' | 'musl' | 'visual-c++' | 'glibc' | 'other';

const GAPS: Readonly<Record<RuntimeGap, { readonly message: string; readonly next: string }>> = {
  platform: {
    message: 'The inference runtime has no build for this platform',
    next: 'Opening models, their graph, layers and weight statistics work; to quantize or benchmark use Linux or Windows (x64, arm64) or a Mac with Apple silicon.',
  },
  musl: {
    message: 'The inference runtime needs glibc and this system has another C library (musl)',
    next: 'Opening models, their graph, layers and weight statistics work; to quantize or benchmark use a Debian, Ubuntu or Fedora based system or container.',
  },
  'visual-c++': {
    message: 'The inference runtime needs the Microsoft Visual C++ 2015-2022 runtime, which was not found',
    next: 'Install the Microsoft Visual C++ Redistributable and try again; opening models and weight statistics work without it.',
  },
  glibc: {
    message: 'The inference runtime needs glibc 2.28 or newer',
    next: 'Use a newer system or container to quantize or benchmark; opening models and weight statistics work here.',
  },
  other: {
    message: 'The inference runtime could not be loaded',
    next: 'Reinstall Model Lathe for this platform; opening models and weight statistics work without the runtime.',
  },
};

export function runtimeUnavailable(gap: RuntimeGap, platform: string, cause: unknown): LatheError {
  const { message, next } = GAPS[gap];
  return new LatheError(
    {
      code: 'runtime.unavailable',
      kind: 'environment',
      message: `${message} (${platform}): ${words(cause)}.`,
      next,
    },
    { cause },
  );
}
