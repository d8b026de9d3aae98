import { unpackGraphPage } from '../../../src/shared/packing/packedGraphPage';
import { connect } from '../../../src/shared/protocol/rpc';
import { drawing } from '../layout/makeDrawing';
import { ArrangementMaker } from './arrangementMaker';
import type { GraphPageMethods, GraphWorkerMethods } from './graphWorker';
import { type WorkerScope, workerChannel } from './workerChannel';

declare const self: WorkerScope;

const maker = new ArrangementMaker(async graph => unpackGraphPage(await page.page(graph)), drawing);
const ours: GraphWorkerMethods = {
  arrange: request => maker.arrange(request),
  prepare: request => maker.prepare(request),
  clear: () => maker.clear(),
};
const page = connect<GraphPageMethods>(workerChannel(self), ours);
