import type { Host } from '../host';
import { inform } from '../notify';

/** Lets the page that was looked at last ask which picture of its graph is wanted. */
export async function exportPicture(host: Host): Promise<void> {
  const page = host.documents.activePage;
  if (page === null) {
    inform(host.log, 'Open a model first.');
    return;
  }
  if (!page.visible) page.bringToFront(false);
  page.tell(remote => remote.exportPicture());
}
