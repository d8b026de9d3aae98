import assert from 'node:assert/strict';
import { searchModel } from '../../../../../webview/graph/search/searchModel';
import { SearchSource } from '../../../../../webview/graph/search/searchSource';
import { nodeTableOf, tableWeight } from '../../../../fixtures/builders/nodeTable';

const rows = [
  { name: 'stem', op: 'Conv', inputs: 'float32[N,3,224,224]', outputs: 'float32[N,64,112,112]', macs: 5e6 },
  {
    name: '/layers.3/proj',
    op: 'MatMul',
    scope: 'layers.3',
    outputs: 'float32[N,768]',
    weights: [tableWeight('w', 768)],
  },
  { name: 'cast', op: 'Cast', inputs: 'float32[N,768]', outputs: 'float16[N,768]' },
  { name: 'layers.30', op: 'ConvTranspose', outputs: 'float32[N,1768]' },
];
const attributes = ['kernel_shape=[7, 7] strides=[2, 2]', '', 'to=10 (float16)', 'auto_pad=SAME_UPPER'];
const values = ['image stem.weight stem_out', 'stem_out proj_out', 'proj_out half', 'half <b>out</b>'];
const column = (texts: readonly string[]) => ({ texts, index: Uint32Array.from(texts, (_, row) => row) });
const source = new SearchSource(nodeTableOf(rows), { attributes: column(attributes), values: column(values) });

const found = (query: string, regex = false): readonly number[] =>
  searchModel(source, query, regex).places.map(({ graph, index }) => (graph === 'main' ? index : -1));

describe('Searching a model', () => {
  it('finds words in every text, attributes and values included', () => {
    assert.deepEqual(found('SAME_upper'), [3]);
    assert.deepEqual(found('stem_out'), [0, 1]);
    assert.deepEqual(found('proj float16'), [2]);
    assert.deepEqual(found('<b>'), [3]);
    assert.deepEqual(found(''), []);
    assert.deepEqual(found('nothing like it'), []);
  });

  it('finds by operator, whole, by attribute, by value', () => {
    assert.deepEqual(found('op:conv'), [0]);
    assert.deepEqual(found('attr:strides=[2'), [0]);
    assert.deepEqual(found('attr:strides=[2,2]'), [0]);
    assert.deepEqual(found('attr:kernel_shape=[7,3]'), []);
    assert.deepEqual(found('attribute:to=10'), [2]);
    assert.deepEqual(found('value:half'), [2, 3]);
    assert.deepEqual(found('scope:layers.3'), [1]);
  });

  it('finds whole sizes of shapes, next to each other, and whole shapes', () => {
    assert.deepEqual(found('shape:768'), [1, 2]);
    assert.deepEqual(found('shape:3,224,224'), [0]);
    assert.deepEqual(found('shape:112x112'), [0]);
    assert.deepEqual(found('shape:[n,768]'), [1, 2]);
    assert.deepEqual(found('shape:[768]'), [1]);
    assert.deepEqual(found('shape:64,112'), [0]);
    assert.deepEqual(found('shape:64,224'), []);
  });

  it('finds element types of anything a node reads, gives or owns, and figures', () => {
    assert.deepEqual(found('dtype:float16'), [2]);
    assert.deepEqual(found('dtype:float'), []);
    assert.deepEqual(found('macs>1M'), [0]);
  });

  it('takes the query as a regular expression, also after a field and with slashes in it', () => {
    assert.deepEqual(found('^conv$', true), [0]);
    assert.deepEqual(found('op:^conv', true), [0, 3]);
    assert.deepEqual(found('/layers\\.\\d+/proj', true), [1]);
    assert.deepEqual(found('/layers\\.3\\/', true), [1]);
  });

  it('says what is wrong with a query and then finds nothing', () => {
    const { places, problem } = searchModel(source, '(', true);
    assert.deepEqual(places, []);
    assert.match(problem ?? '', /expression|group/i);
    assert.match(searchModel(source, '(a+)+', true).problem ?? '', /repetition/);
    assert.equal(searchModel(source, 'op:Conv', false).problem, null);
  });
});
