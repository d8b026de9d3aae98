import type { HostMethods, PageMethods } from '../src/shared/protocol/editor';
import { connect } from '../src/shared/protocol/rpc';
import { Page } from './page';
import { openHost } from './state/host';
import { parseViewState } from './state/viewState';
import { ViewStore } from './state/viewStore';
import { registerControls } from './ui/controls';
import { tellUncaught } from './ui/uncaught';

registerControls();

const { api, channel } = openHost();
const store = new ViewStore(parseViewState(api.getState()), state => api.setState(state));
addEventListener('pagehide', () => store.flush());
document.addEventListener('visibilitychange', () => store.flush());

let page: Page | null = null;
// The host may call before the page stands; methods look it up when they are called.
const ours: PageMethods = {
  fileChanged: state => page?.methods().fileChanged(state),
  reload: () => page?.methods().reload(),
  sizesChanged: () => page?.methods().sizesChanged(),
  show: tab => page?.methods().show(tab),
  reveal: (graph, index) => page?.methods().reveal(graph, index),
  select: (graph, index) => page?.methods().select(graph, index),
  exportPicture: () => page?.methods().exportPicture(),
  extract: () => page?.methods().extract(),
  showFigure: id => page?.methods().showFigure(id),
  weightsProgress: progress => page?.methods().weightsProgress(progress),
  figuresChanged: () => page?.methods().figuresChanged(),
  findingsChanged: () => page?.methods().findingsChanged(),
  lintProgress: progress => page?.methods().lintProgress(progress),
  failed: error => page?.methods().failed(error),
};
page = new Page(connect<HostMethods>(channel, ours), store);
tellUncaught(thrown => page?.problem(thrown));

const root = document.createElement('div');
root.className = 'page';
// The script stays where it is: it says where the graph's worker is.
document.body.append(root);
page.start(root);
