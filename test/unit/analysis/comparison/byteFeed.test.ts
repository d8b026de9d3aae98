import assert from 'node:assert/strict';
import { ByteFeed } from '../../../../src/analysis/comparison/byteFeed';

const SIZE = 4;

/** Chunks of 4 bytes written into the buffers they are given, as from a file; `log` tells how many were begun. */
function source(chunks: number, log: { begun: number; closed: boolean }, failsAt = -1) {
  return async function* (buffer: () => Uint8Array): AsyncGenerator<Uint8Array> {
    try {
      for (let chunk = 0; chunk < chunks; chunk++) {
        log.begun += 1;
        const target = buffer().subarray(0, SIZE);
        if (chunk === failsAt) throw new Error(`chunk ${chunk}`);
        for (let i = 0; i < SIZE; i++) target[i] = chunk * SIZE + i;
        yield target;
      }
    } finally {
      log.closed = true;
    }
  };
}

function feed(chunks: number, failsAt = -1) {
  const log = { begun: 0, closed: false };
  return { log, feed: new ByteFeed(source(chunks, log, failsAt), [new Uint8Array(SIZE), new Uint8Array(SIZE)]) };
}

describe('a feed of bytes', () => {
  it('hands out pieces of any size in order, whatever is read meanwhile', async () => {
    for (const piece of [1, 3, 4, 5, 9, 100]) {
      const { feed: bytes } = feed(5);
      const all: number[] = [];
      for (let part = await bytes.read(piece); part.length > 0; part = await bytes.read(piece)) {
        await new Promise(resolve => setImmediate(resolve));
        all.push(...part);
      }
      assert.deepEqual(
        all,
        Array.from({ length: 5 * SIZE }, (_, i) => i),
        `pieces of ${piece}`,
      );
    }
  });

  it('has begun with the next chunk when it hands one out, and with no other', async () => {
    const { feed: bytes, log } = feed(5);
    await bytes.read(SIZE);
    assert.equal(log.begun, 2);
    await bytes.read(SIZE);
    assert.equal(log.begun, 3);
  });

  it('tells a failure when its chunk is asked for, and to nobody when the feed is closed before', async () => {
    const { feed: bytes } = feed(5, 1);
    assert.equal((await bytes.read(SIZE)).length, SIZE);
    await new Promise(resolve => setImmediate(resolve));
    await assert.rejects(bytes.read(SIZE), /chunk 1/);
    const other = feed(5, 1);
    await other.feed.read(SIZE);
    await other.feed.close();
    await new Promise(resolve => setImmediate(resolve));
    assert(other.log.closed);
  });
});
