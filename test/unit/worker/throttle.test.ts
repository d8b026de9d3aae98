import assert from 'node:assert/strict';
import { throttle } from '../../../src/worker/throttle';

describe('progress messages', () => {
  it('pass at most ten times a second, however often they are sent', () => {
    let now = 0;
    let sent = 0;
    const progress = throttle(
      () => {
        sent += 1;
      },
      () => now,
    );
    for (now = 0; now < 1000; now += 1) progress({ phase: 'Measuring', fraction: now / 1000 });
    assert.equal(sent, 10);
  });

  it('let a new phase pass at once, but not a flood of them', () => {
    const seen: string[] = [];
    const progress = throttle(
      ({ phase }) => seen.push(phase),
      () => 0,
    );
    progress({ phase: 'Opening', fraction: 0 });
    progress({ phase: 'Measuring', fraction: 0 });
    assert.deepEqual(seen, ['Opening', 'Measuring']);
    for (let index = 0; index < 1000; index += 1) progress({ phase: `${index}`, fraction: 0 });
    assert.ok(seen.length <= 10);
  });
});
