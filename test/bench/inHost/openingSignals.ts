import type { Hold } from './loopHolds';

/** Longest holds of the extension host's event loop. */
export interface OpeningHolds {
  /** With nothing to do. */
  readonly idle: Hold;
  /** From opening the file in its editor until everything was shown. */
  readonly opening: Hold;
  /** When each view of the model is made in one piece. */
  readonly atOnce: Hold;
}

/** Names of files in the folder that `MODEL_LATHE_OPENING` names: what the bench tells the host, and the other way. */
export const OPENING = { shown: 'shown', holds: 'holds.json' } as const;
