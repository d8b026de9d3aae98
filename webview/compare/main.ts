import type { CompareHostMethods, ComparePageMethods } from '../../src/shared/protocol/compare';
import { connect } from '../../src/shared/protocol/rpc';
import { openHost } from '../state/host';
import { registerControls } from '../ui/controls';
import { tellUncaught } from '../ui/uncaught';
import { ComparePage } from './comparePage';

registerControls();

const { api, channel } = openHost();
let page: ComparePage | null = null;
// The host may call before the page stands; methods look it up when they are called.
const ours: ComparePageMethods = {
  progress: progress => page?.progress(progress),
  filesChanged: news => page?.filesChanged(news),
  reload: () => page?.load(),
};
page = new ComparePage(connect<CompareHostMethods>(channel, ours), api);
tellUncaught(thrown => page?.problem(thrown));
const root = document.createElement('div');
root.className = 'page';
document.body.replaceChildren(root);
page.start(root);
