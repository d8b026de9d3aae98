import path from 'node:path';
import { openFileSource } from '../../formats/fileSource';
import { openModel } from '../../formats/registry';
import { openWeightFiles } from '../../formats/weightReader';
import { lintStepwise } from '../../model/lint/lint';
import { finish } from '../../model/steps';
import { storedBytes } from '../../model/storedBytes';
import type { JobHandler } from '../jobHandler';
import { gatherFacts } from '../lint/gatherFacts';

/** Looks for everything that is worth knowing about a model. Needs memory for one chunk of its weights. */
export const lintJob: JobHandler<'lint'> = async (request, context, runtime) => {
  context.progress({ phase: 'Opening', fraction: 0 });
  const source = await openFileSource(request.model);
  const files = openWeightFiles(request.model, source);
  try {
    const { model } = await openModel(source);
    const choice = { only: request.only, ignore: request.ignore };
    const { withoutRuntime } = request;
    const gathered = await gatherFacts(model, files, { choice, withoutRuntime, runtime, context });
    context.progress({ phase: 'Checking', fraction: 0.98 });
    const about = { file: path.basename(request.model), bytes: storedBytes(model) };
    return finish(lintStepwise({ model, ...gathered, ...about }, choice));
  } finally {
    await files.close();
    await source.close();
  }
};
