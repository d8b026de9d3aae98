import type { Host } from '../host';

export async function showLog(host: Host): Promise<void> {
  host.log.show();
}
