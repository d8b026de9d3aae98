import assert from 'node:assert/strict';
import { finish } from '../../../../../src/model/steps';
import { LatheError } from '../../../../../src/shared/errors';
import {
  type PackedGraphPage,
  packGraphPage,
  unpackGraphPage,
} from '../../../../../src/shared/packing/packedGraphPage';
import { connect } from '../../../../../src/shared/protocol/rpc';
import { FOLDED_BY_DEFAULT } from '../../../../../webview/graph/arrange/arrangement';
import { ArrangementMaker } from '../../../../../webview/graph/arrange/arrangementMaker';
import { Arranger } from '../../../../../webview/graph/arrange/arranger';
import type {
  GraphPageMethods,
  GraphWorker,
  GraphWorkerMethods,
} from '../../../../../webview/graph/arrange/graphWorker';
import { workerChannel } from '../../../../../webview/graph/arrange/workerChannel';
import type { GlyphWidths } from '../../../../../webview/graph/drawing/glyphWidths';
import { NONE } from '../../../../../webview/graph/hierarchy/hierarchy';
import { drawing } from '../../../../../webview/graph/layout/makeDrawing';
import { shownBodies } from '../../../../fixtures/shown/shownBodies';
import { type Pages, pagesOfGraph } from '../hierarchy/testHierarchies';

const FONT = { size: 12, advances: new Float32Array(0x500).fill(7), wide: 12, other: 8 };
const GLYPHS: GlyphWidths = { title: FONT, detail: FONT };
const REQUEST = { root: 'main', folding: FOLDED_BY_DEFAULT, direction: 'down' } as const;

/** A worker in this thread: messages are cloned, with what is transferred, and arrive later, as between threads. */
class ThreadedWorker implements GraphWorker {
  readonly sent: unknown[] = [];
  isTerminated = false;
  fail: (reason: string) => void = () => undefined;
  readonly #toPage = new Set<(message: unknown) => void>();
  readonly #toWorker = new Set<(message: unknown) => void>();

  constructor(start: (worker: ThreadedWorker) => void = runMaker) {
    start(this);
  }

  post(message: unknown): void {
    this.#deliver(this.#toWorker, structuredClone(message));
  }

  onMessage(listener: (message: unknown) => void): void {
    this.#toPage.add(listener);
  }

  onFailure(listener: (reason: string) => void): void {
    this.fail = listener;
  }

  terminate(): void {
    this.isTerminated = true;
  }

  /** What the script in the worker has. */
  readonly scope = {
    postMessage: (message: unknown, transfer: readonly ArrayBufferLike[]): void => {
      this.sent.push(message);
      const list = transfer.filter(buffer => buffer instanceof ArrayBuffer);
      this.#deliver(this.#toPage, structuredClone(message, { transfer: list }));
    },
    addEventListener: (_: 'message', listener: (event: { readonly data: unknown }) => void): void => {
      this.#toWorker.add(data => listener({ data }));
    },
  };

  #deliver(listeners: ReadonlySet<(message: unknown) => void>, message: unknown): void {
    setImmediate(() => {
      if (!this.isTerminated) for (const listener of listeners) listener(message);
    });
  }
}

function runMaker({ scope }: ThreadedWorker): void {
  const maker = new ArrangementMaker(async graph => unpackGraphPage(await page.page(graph)), drawing);
  const ours: GraphWorkerMethods = {
    arrange: request => maker.arrange(request),
    prepare: request => maker.prepare(request),
    clear: () => maker.clear(),
  };
  const page = connect<GraphPageMethods>(workerChannel(scope), ours);
}

/** Graphs as the page has them, with a list of those that were asked for. */
class Source {
  readonly asked: string[] = [];

  constructor(
    private readonly pages: Pages,
    private readonly before: (graph: string) => Promise<void> = async () => undefined,
  ) {}

  async graph(id: string) {
    return this.pages.get(id) ?? assert.fail(id);
  }

  async packedGraph(id: string): Promise<PackedGraphPage> {
    this.asked.push(id);
    await this.before(id);
    return finish(packGraphPage(await this.graph(id)));
  }
}

async function failure(promise: Promise<unknown>): Promise<LatheError> {
  const thrown = await promise.then(
    () => assert.fail('nothing was thrown'),
    (reason: unknown) => reason,
  );
  assert.ok(thrown instanceof LatheError);
  return thrown;
}

describe('Arranging in a worker', () => {
  let pages: Pages;
  before(async () => {
    pages = await pagesOfGraph(shownBodies());
  });

  it('fetches what is open, each graph once, and gives a drawing of it', async () => {
    const source = new Source(pages);
    const arranger = new Arranger(
      source,
      () => GLYPHS,
      async () => new ThreadedWorker(),
    );
    const first = await arranger.arrange(REQUEST);
    assert.deepEqual(source.asked, [
      'main',
      'function:shown.Smooth',
      'main/1.body',
      'main/1.body/3.then_branch',
      'main/1.body/3.else_branch',
    ]);
    assert.equal(first?.hierarchy.instances[0]?.page, pages.get('main'), "the page's own graph, not a copy");
    assert.ok((first?.drawing.items.length ?? 0) > 20);
    const shown = first?.drawing.positionOf.filter(position => position !== NONE).length;
    assert.equal(shown, first?.drawing.items.length);
    arranger.dispose();
  });

  it('sends a hierarchy once, however often it is folded', async () => {
    const worker = new ThreadedWorker();
    const arranger = new Arranger(
      new Source(pages),
      () => GLYPHS,
      async () => worker,
    );
    const first = await arranger.arrange(REQUEST);
    const size = worker.sent.length;
    const closed = { ...REQUEST, folding: { rest: 'closed', opened: [], closed: [] } } as const;
    const second = await arranger.arrange(closed);
    assert.equal(second?.hierarchy, first?.hierarchy);
    const reply = worker.sent[size] as { result: { value: { hierarchy: unknown } } };
    assert.equal(reply.result.value.hierarchy, null);
    assert.ok((second?.drawing.items.length ?? 0) < (first?.drawing.items.length ?? 0));
    const again = await arranger.arrange(REQUEST);
    assert.deepEqual([...(again?.drawing.left ?? [])], [...(first?.drawing.left ?? [])], 'the same picture again');
    arranger.dispose();
  });

  it('measures boxes anew in another font', async () => {
    let glyphs = GLYPHS;
    const arranger = new Arranger(
      new Source(pages),
      () => glyphs,
      async () => new ThreadedWorker(),
    );
    const widest = async (): Promise<number> => Math.max(...((await arranger.arrange(REQUEST))?.drawing.width ?? []));
    const first = await widest();
    assert.equal(await widest(), first);
    const wide = { ...FONT, advances: new Float32Array(0x500).fill(9) };
    glyphs = { title: wide, detail: wide };
    assert.ok((await widest()) > first);
    arranger.dispose();
  });

  it('answers only the last of several requests', async () => {
    const arranger = new Arranger(
      new Source(pages),
      () => GLYPHS,
      async () => new ThreadedWorker(),
    );
    const all = await Promise.all([
      arranger.arrange(REQUEST),
      arranger.arrange({ ...REQUEST, root: 'main/1.body' }),
      arranger.arrange({ ...REQUEST, direction: 'right' }),
    ]);
    assert.deepEqual(
      all.map(one => one?.drawing.direction ?? null),
      [null, null, 'right'],
    );
    assert.equal(all[2]?.hierarchy.root, 'main');
    arranger.dispose();
  });

  it('forgets graphs whose types are others now', async () => {
    const source = new Source(pages);
    const arranger = new Arranger(
      source,
      () => GLYPHS,
      async () => new ThreadedWorker(),
    );
    const first = arranger.arrange(REQUEST);
    arranger.clear();
    assert.equal(await first, null);
    await arranger.arrange(REQUEST);
    arranger.clear();
    const before = source.asked.length;
    await arranger.arrange(REQUEST);
    assert.equal(source.asked.length, before + 5);
    arranger.dispose();
  });

  it('passes on what the host says of a graph, and asks again at the next try', async () => {
    let isBroken = true;
    const source = new Source(pages, async graph => {
      if (isBroken && graph !== 'main')
        throw new LatheError({ code: 'x.y', kind: 'malformed', message: `No ${graph}.` });
    });
    const arranger = new Arranger(
      source,
      () => GLYPHS,
      async () => new ThreadedWorker(),
    );
    assert.equal((await failure(arranger.arrange(REQUEST))).info.message, 'No function:shown.Smooth.');
    isBroken = false;
    assert.ok((await arranger.arrange(REQUEST)) !== null);
    arranger.dispose();
  });

  it('says that a worker cannot start, ended or is silent, and starts another at the next try', async () => {
    const silent = (): ThreadedWorker => new ThreadedWorker(() => undefined);
    const workers: (() => ThreadedWorker)[] = [
      () => {
        throw new LatheError({ code: 'graph.workerUnavailable', kind: 'environment', message: 'No.' });
      },
      () => {
        const worker = silent();
        setTimeout(() => worker.fail('out of memory'), 5);
        return worker;
      },
      silent,
      () => new ThreadedWorker(),
    ];
    let started = 0;
    const start = async (): Promise<ThreadedWorker> => workers[started++]?.() ?? assert.fail('too many workers');
    const arranger = new Arranger(new Source(pages), () => GLYPHS, start, 0.05);
    const errors: LatheError[] = [];
    for (let i = 0; i < 3; i++) errors.push(await failure(arranger.arrange(REQUEST)));
    assert.deepEqual(
      errors.map(({ info }) => info.code),
      ['graph.workerUnavailable', 'graph.workerEnded', 'graph.workerSlow'],
    );
    assert.match(errors[1]?.info.message ?? '', /out of memory\.$/);
    assert.ok(errors.slice(1).every(({ info }) => info.next !== undefined));
    assert.ok((await arranger.arrange(REQUEST)) !== null);
    assert.equal(started, 4);
    arranger.dispose();
  });

  it('does not lose patience while the host is at work', async () => {
    const slow = new Source(pages, () => new Promise(resolve => setTimeout(resolve, 120)));
    const arranger = new Arranger(
      slow,
      () => GLYPHS,
      async () => new ThreadedWorker(),
      0.1,
    );
    assert.ok((await arranger.arrange({ ...REQUEST, folding: { rest: 'closed', opened: [], closed: [] } })) !== null);
    arranger.dispose();
  });

  it('has everything there when it was prepared', async () => {
    const source = new Source(pages);
    const worker = new ThreadedWorker();
    const arranger = new Arranger(
      source,
      () => GLYPHS,
      async () => worker,
    );
    arranger.prepare(REQUEST);
    while (worker.sent.length < 6) await new Promise(resolve => setImmediate(resolve));
    const asked = source.asked.length;
    assert.equal(asked, 5);
    const arrangement = await arranger.arrange(REQUEST);
    assert.equal(source.asked.length, asked, 'nothing is fetched again');
    assert.equal(arrangement?.hierarchy.instances.length, 6);
    arranger.dispose();
  });

  it('does not tell of what failed before anybody asked', async () => {
    const start = async (): Promise<ThreadedWorker> => {
      throw new LatheError({ code: 'graph.workerUnavailable', kind: 'environment', message: 'No.' });
    };
    const arranger = new Arranger(new Source(pages), () => GLYPHS, start);
    arranger.prepare(REQUEST);
    await new Promise(resolve => setImmediate(resolve));
    assert.equal((await failure(arranger.arrange(REQUEST))).info.message, 'No.');
  });

  it('ends its worker with itself', async () => {
    const worker = new ThreadedWorker();
    const arranger = new Arranger(
      new Source(pages),
      () => GLYPHS,
      async () => worker,
    );
    arranger.prepare(REQUEST);
    await arranger.arrange(REQUEST);
    arranger.dispose();
    await new Promise(resolve => setImmediate(resolve));
    assert.equal(worker.isTerminated, true);
  });
});
