import type { RankReport } from '../../shared/reports/rankReport';
import type { ModelDocument } from '../editor/modelDocument';
import { needsLocalFile } from '../errors';
import type { RunningJobs } from './runningJobs';

/**
 * Effective ranks of the weights of these names, with progress and a way to cancel in a notification. `null` while
 * something else is being done with the model.
 */
export async function weightRanks(
  jobs: RunningJobs,
  { uri }: ModelDocument,
  names: readonly string[],
): Promise<RankReport | null> {
  if (uri.scheme !== 'file') throw needsLocalFile(uri.scheme);
  return jobs.exclusively(uri.fsPath, 'Finding ranks in', run => run('ranks', { model: uri.fsPath, names }));
}
