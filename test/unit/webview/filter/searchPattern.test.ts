import assert from 'node:assert/strict';
import { SearchPattern } from '../../../../webview/filter/searchPattern';

const matches = (pattern: string, text: string): boolean => new SearchPattern(pattern).test(text);

describe('a pattern to search with', () => {
  it('is a regular expression that ignores case', () => {
    assert(matches('^conv[0-9]+$', 'Conv12'));
    assert(!matches('^conv[0-9]+$', 'Conv12x'));
    assert(matches('layer\\.(1|3)/(q|k|v)_proj', 'encoder/layer.3/k_proj'));
    assert(matches('(?:block|stage)(?<n>\\d{1,3})\\b', 'x/stage17/y'));
    assert(matches('a.*b.*c', 'xaxbxcx'));
    assert(matches('[(+*)]{2}', '+)'));
    assert(matches('(conv){2}', 'convconv'));
    assert(matches('x.*?y(?=z)', 'xaaayz'));
  });

  it('is refused where trying it could take for ever', () => {
    const nested = /inside a repetition/;
    const hostile = [
      '(a+)+$',
      '(a*)*',
      '([a-z]+)*x',
      '(a|a)*$',
      '(a|b)+',
      '((a?)b)+',
      '((?:a{2,})){3,}',
      '(a?){40}a{40}',
      '(?<n>(a+)b)*',
    ];
    for (const pattern of hostile) assert.throws(() => new SearchPattern(pattern), nested, pattern);
    assert.throws(() => new SearchPattern('a?'.repeat(30) + 'a'.repeat(30)), /At most 16 choices/);
    assert.throws(() => new SearchPattern('.*a.*b.*c.*d.*e'), /At most 4 repetitions/);
    assert.throws(() => new SearchPattern('('), /Invalid regular expression/);
  });

  it('looks at as much of a long text as it can try, and says so', () => {
    const long = 'a'.repeat(1_000_000);
    const simple = new SearchPattern('a+b');
    assert(!simple.test(long));
    assert.match(simple.problem ?? '', /^Of long texts the first \d+ characters/);
    const plain = new SearchPattern('b$');
    assert(plain.test(`${long}b`));
    assert.equal(plain.problem, null);
    for (const pattern of ['a+a+b', 'a+a+a+b', '.*a.*a.*a.*b', `${'(a|b)'.repeat(12)}.*c`]) {
      assert(!matches(pattern, long), pattern);
    }
  });

  it('stops after two seconds of all texts together', () => {
    let now = 0;
    let asked = 0;
    const pattern = new SearchPattern('a', () => {
      asked++;
      now += 400;
      return now;
    });
    const texts = new Array<string>(20).fill('a');
    assert.equal(texts.filter(text => pattern.test(text)).length, 6);
    assert.equal(asked, 12);
    assert.match(pattern.problem ?? '', /takes too long/);
  });
});
