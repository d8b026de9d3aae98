import { rowCount, textAt } from '../../src/shared/nodeTable/cells';
import { nodeColumns } from '../../src/shared/nodeTable/columns';
import type { NodeTable } from '../../src/shared/nodeTable/nodeTable';
import { element } from '../dom';
import type { ModelData } from '../state/modelData';

/** Columns of the node table that the inspector shows. */
const SHOWN = [
  'macs',
  'flops',
  'parameters',
  'weightBytes',
  'inputBytes',
  'outputBytes',
  'liveBytes',
  'intensity',
  'times',
];

/** What a node costs, filled in as soon as the costs of the model are known. */
export function costSection(data: ModelData, graph: string, index: number): HTMLElement {
  const body = element('div', { testId: 'node-cost' }, element('p', { class: 'quiet', text: 'Working it out' }));
  data.nodes().then(
    table => body.replaceChildren(...costFacts(table, graph, index)),
    () =>
      body.replaceChildren(
        element('p', { class: 'quiet', text: 'Not known: the costs of this model could not be worked out.' }),
      ),
  );
  return element('section', { class: 'inspector-section' }, element('h3', { text: 'Cost' }), body);
}

function costFacts(table: NodeTable, graph: string, index: number): HTMLElement[] {
  const row = rowOf(table, graph, index);
  if (row === null) return [element('p', { class: 'quiet', text: 'None' })];
  const columns = new Map(nodeColumns(table).map(column => [column.id, column]));
  const lines = SHOWN.flatMap(id => {
    const column = columns.get(id);
    if (column === undefined || column.exact(row) === 0) return [];
    return [
      element('dt', { text: column.title, title: column.hint }),
      element('dd', { class: 'mono', text: column.print(row), title: String(column.exact(row) ?? '') }),
    ];
  });
  const why = textAt(table.unknown, row);
  return [
    element('dl', { class: 'facts' }, ...lines),
    ...(why === '' ? [] : [element('p', { class: 'quiet', text: why })]),
  ];
}

/** The row of a node; rows of a graph follow each other in the order of its nodes. */
function rowOf(table: NodeTable, id: string, index: number): number | null {
  const graph = table.graphs.findIndex(each => each.id === id);
  const row = graph < 0 ? -1 : table.graph.indexOf(graph) + index;
  const isThere = row >= 0 && row < rowCount(table) && table.graph[row] === graph && table.node[row] === index;
  return isThere ? row : null;
}
