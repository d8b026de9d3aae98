import type { Host } from '../host';

export async function refreshModels(host: Host): Promise<void> {
  host.refreshModels();
}
