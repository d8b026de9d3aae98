import type { NodeFigures } from '../../src/shared/figures/nodeFigures';
import type { CostSummary } from '../../src/shared/nodeTable/costSummary';
import type { NodeTable, TextColumn } from '../../src/shared/nodeTable/nodeTable';
import { type PackedGraphPage, unpackGraphPage } from '../../src/shared/packing/packedGraphPage';
import { unpackNodeTable } from '../../src/shared/packing/packedNodeTable';
import { unpackTexts } from '../../src/shared/packing/packedTexts';
import type { GraphPage, HostMethods, Overview } from '../../src/shared/protocol/editor';
import type { Remote } from '../../src/shared/protocol/rpc';
import type { LintReport } from '../../src/shared/reports/lintReport';
import type { WeightReport } from '../../src/shared/reports/weightReport';

/** What the page has asked the host for, each thing once. A failed request is forgotten, so it can be repeated. */
export class ModelData {
  readonly #answers = new Map<string, Promise<unknown>>();

  constructor(readonly host: Remote<HostMethods>) {}

  overview(): Promise<Overview> {
    return this.#once('overview', () => this.host.overview());
  }

  graph(id: string): Promise<GraphPage> {
    return this.#once(`graph ${id}`, async () => unpackGraphPage(await this.packedGraph(id)));
  }

  /** The same as it came, for whoever sends it on. */
  packedGraph(id: string): Promise<PackedGraphPage> {
    return this.#once(`packed graph ${id}`, () => this.host.graph(id));
  }

  nodes(): Promise<NodeTable> {
    return this.#once('nodes', async () => unpackNodeTable(await this.host.nodes()));
  }

  /** What a search looks at besides the node table, by row of it. */
  async searchTexts(): Promise<{ readonly attributes: TextColumn; readonly values: TextColumn }> {
    const { attributes, values } = await this.#once('search', () => this.host.searchTexts());
    const column = ({ texts, index }: typeof values): TextColumn => ({ texts: unpackTexts(texts), index });
    return { attributes: column(attributes), values: column(values) };
  }

  cost(): Promise<CostSummary> {
    return this.#once('cost', () => this.host.cost());
  }

  /** What the structure tells, or everything once that was checked. */
  findings(): Promise<LintReport> {
    return this.#once('findings', () => this.host.lint(false));
  }

  /** Checks everything. Until that is done, and if it fails, `findings` stays what it was. */
  async allFindings(): Promise<LintReport> {
    const report = await this.host.lint(true);
    this.#answers.set('findings', Promise.resolve(report));
    return report;
  }

  weights(): Promise<WeightReport> {
    return this.#once('weights', () => this.host.weights());
  }

  /** The measured weights if somebody asked for them already; `null` else. */
  askedWeights(): Promise<WeightReport> | null {
    return this.#answers.has('weights') ? this.weights() : null;
  }

  /** Figures of nodes from reports and comparisons. */
  figures(): Promise<readonly NodeFigures[]> {
    return this.#once('figures', () => this.host.figures());
  }

  /** Forgets those figures: there are others now. */
  clearNodeFigures(): void {
    this.#answers.delete('figures');
  }

  /** Forgets everything: the file is another one now. */
  clear(): void {
    this.#answers.clear();
  }

  /** Forgets what was found: there is another answer now. */
  clearFindings(): void {
    this.#answers.delete('findings');
  }

  /** Forgets what depends on sizes that were given or taken away; weights and findings do not. */
  clearFigures(): void {
    const lasting = ['weights', 'findings', 'figures', 'search'];
    for (const key of [...this.#answers.keys()]) if (!lasting.includes(key)) this.#answers.delete(key);
  }

  #once<T>(key: string, ask: () => Promise<T>): Promise<T> {
    const known = this.#answers.get(key);
    if (known !== undefined) return known as Promise<T>;
    const answer = ask();
    this.#answers.set(key, answer);
    answer.catch(() => {
      if (this.#answers.get(key) === answer) this.#answers.delete(key);
    });
    return answer;
  }
}
