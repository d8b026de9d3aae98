import { version } from '../../package.json';

/** Version of Model Lathe, as the manifest states it. */
export const VERSION: string = version;
