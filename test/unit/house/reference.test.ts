import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { REFERENCE_PAGES } from '../../workbench/referencePages';

describe('reference pages', () => {
  for (const { file, text } of REFERENCE_PAGES) {
    it(`${file} says what the code does (npm run reference writes it anew)`, () => {
      const stored = readFileSync(path.resolve(__dirname, '../../../media/reference', file), 'utf8');
      assert.equal(stored.replace(/\r\n/g, '\n'), text());
    });
  }
});
