import assert from 'node:assert/strict';
import { parseCommandLine } from '../../../src/cli/arguments';
import { commands } from '../../../src/cli/commands';
import { PASSES } from '../../../src/compression/optimization/passes';
import { COMMANDS } from '../../../src/host/commands/table';
import { RULES } from '../../../src/model/lint/rules';

describe('What lint promises to mend', () => {
  it('is done by a command that exists, in the editor and in a terminal with the options it names', () => {
    for (const { id, mend } of RULES) {
      if (mend.command === null || mend.cli === null) continue;
      assert.ok(Object.hasOwn(COMMANDS, mend.command), id);
      const [tool, name, ...words] = mend.cli.split(' ');
      const command = commands.find(each => each.name === name);
      assert.ok(tool === 'model-lathe' && command !== undefined, id);
      assert.deepEqual(parseCommandLine(command, words).models, ['MODEL'], id);
    }
  });

  it('by simplifying is what some simplification does, and none mends what is not found', () => {
    const mended = new Set(PASSES.flatMap(({ mends }) => mends));
    const known = RULES.map(({ id }) => id);
    assert.deepEqual(
      [...mended].filter(id => !known.includes(id)),
      [],
    );
    const promised = RULES.filter(
      ({ id, mend }) => mend.command === 'modelLathe.simplify' && id !== 'oversized-external-data',
    );
    assert.deepEqual(
      promised.map(({ id }) => id).filter(id => !mended.has(id)),
      [],
    );
  });
});
