import type { WeightMethods } from '../../shared/protocol/weights';
import type { WeightFigures } from '../../shared/reports/weightReport';
import type { ModelDocument } from '../editor/modelDocument';
import type { Host } from '../host';
import type { Served } from '../served';
import { PendingWork } from './pending';
import type { WeightSession } from './weightSession';

/** What one page may ask about a weight. */
export function weightSide(host: Host, document: ModelDocument): Served<WeightMethods> {
  let open: { readonly loaded: object; readonly session: WeightSession } | null = null;
  let figures: { readonly key: string; readonly work: PendingWork<WeightFigures> } | null = null;

  /** The session of the model as it was read last. */
  const session = async (): Promise<WeightSession> => {
    const loaded = await document.load();
    if (open?.loaded !== loaded) {
      open?.session.cancel();
      open = { loaded, session: loaded.lookAtWeights() };
    }
    return open.session;
  };

  return {
    weightFacts: async (graph, name) => (await session()).facts(graph, name),
    weightFigures: async (graph, name) => {
      const key = JSON.stringify([graph, name]);
      if (figures?.key !== key) {
        figures?.work.cancel();
        const work = new PendingWork<WeightFigures>(
          (signal, progress) =>
            host.weights.one(document, { graph, name }, signal, ({ fraction }) => progress(fraction ?? 0)),
          1,
        );
        figures = { key, work };
      }
      const now = figures;
      try {
        const answer = await now.work.answer();
        if (answer.state === 'ready' && figures === now) figures = null;
        return answer;
      } catch (thrown) {
        if (figures === now) figures = null;
        throw thrown;
      }
    },
    weightPicture: async request => (await session()).picture(request),
    weightTile: async request => (await session()).tile(request),
    channelRanges: async (request, axis) => (await session()).channels(request, axis),
    cancelWeight: () => {
      open?.session.cancel();
      figures?.work.cancel();
    },
    weightNumbers: async request => (await session()).numbers(request),
    weightValues: async request => (await session()).values(request),
    weightEntries: async (graph, name, start, count) => (await session()).entries(graph, name, start, count),
    exportWeight: async (request, form) => {
      const { exportWeight } = await import('./exportWeight');
      return exportWeight(document.uri, await session(), request, form);
    },
  };
}
