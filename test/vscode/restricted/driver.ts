import { runMocha } from '../runMocha';

/** Called by VS Code: this extension has no other purpose than running the suites beside it. */
export function activate(): Promise<void> {
  return runMocha(__dirname);
}
