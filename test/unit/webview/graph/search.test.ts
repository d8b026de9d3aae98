import assert from 'node:assert/strict';
import { searchGraph } from '../../../../webview/graph/search';
import { smallPage } from '../testGraphs';

const page = smallPage();
const find = (query: string, regex = false): readonly number[] => searchGraph(page, query, regex).matches;

describe('graph search', () => {
  it('finds names, operators and values, ignoring case', () => {
    assert.deepEqual(find('RELU'), [1]);
    assert.deepEqual(find('fc'), [2]);
    assert.deepEqual(find('act_out'), [1, 2]);
    assert.deepEqual(find('image'), [0, 3]);
  });

  it('limits itself to one field, whole operators for op:', () => {
    assert.deepEqual(find('op:conv'), [0]);
    assert.deepEqual(find('op:con'), []);
    assert.deepEqual(find('op:com.example.Gemm'), [2]);
    assert.deepEqual(find('name:conv'), [0]);
    assert.deepEqual(find('value:conv1_out'), [0, 1]);
  });

  it('takes regular expressions when asked, and says what is wrong with one', () => {
    assert.deepEqual(find('^(act|fc)$', true), [1, 2]);
    assert.deepEqual(find('^(act|fc)$'), []);
    const broken = searchGraph(page, '(', true);
    assert.deepEqual(broken.matches, []);
    assert.match(broken.error ?? '', /regular expression/i);
  });

  it('finds nothing for an empty query', () => {
    assert.deepEqual(find('  '), []);
    assert.deepEqual(find('op:'), []);
  });
});
