import assert from 'node:assert/strict';
import { KernelTimes } from '../../../../src/benchmark/profile/kernelTimes';
import { quietRuns } from '../../../../src/benchmark/profile/quietRuns';
import { parseTraceLine, type TraceEvent } from '../../../../src/benchmark/profile/traceEvent';

function kernel(name: string, start: number, duration: number): TraceEvent {
  return { kind: 'kernel', name, op: 'Op', start, duration };
}

const run = (start: number, duration: number): TraceEvent => ({ kind: 'run', start, duration });

describe('times of kernels', () => {
  it('leave out what ran inside them, however deep', () => {
    const times = new KernelTimes(0);
    for (const event of [
      kernel('a', 0, 10),
      kernel('inner', 12, 3),
      kernel('branch', 11, 5),
      kernel('after', 17, 2),
      kernel('loop', 10, 12),
      kernel('b', 22, 1),
      run(0, 30),
    ]) {
      times.add(event);
    }
    const { kernels, runs } = times.finish();
    const own = Object.fromEntries(kernels.map(({ name, times: [first] }) => [name, first]));
    assert.deepEqual(own, { a: 10, inner: 3, branch: 2, after: 2, loop: 5, b: 1 });
    assert.deepEqual(runs, [30]);
  });

  it('are kept by run; warm-ups and a run without an end do not count, and a kernel that did not run took nothing', () => {
    const times = new KernelTimes(1);
    for (const event of [kernel('a', 0, 99), run(0, 100), kernel('a', 100, 4), kernel('a', 104, 2), run(100, 9)])
      times.add(event);
    for (const event of [kernel('c', 200, 7), run(200, 8), kernel('a', 300, 50)]) times.add(event);
    assert.deepEqual(times.finish(), {
      runs: [9, 8],
      kernels: [
        { name: 'a', op: 'Op', calls: [2, 0], times: [6, 0] },
        { name: 'c', op: 'Op', calls: [0, 1], times: [0, 7] },
      ],
    });
  });

  it('of a disturbed run do not count where there are enough others', () => {
    const kernels = [{ name: 'a', op: 'Op', times: [5, 900, 6, 7, 8], calls: [1, 9, 1, 1, 2] }];
    assert.deepEqual(quietRuns({ runs: [10, 999, 12, 11, 13], kernels }), {
      runs: [10, 12, 11],
      kernels: [{ name: 'a', op: 'Op', times: [5, 6, 7], calls: [1, 1, 1] }],
    });
    const few = { runs: [10, 999, 11], kernels: [] };
    assert.deepEqual(quietRuns(few), few);
  });

  it('come from lines of kernels and runs only', () => {
    const line = (cat: string, name: string, dur: unknown): string =>
      JSON.stringify({ cat, pid: 1, dur, ts: 5, ph: 'X', name, args: { op_name: 'Conv' } });
    assert.deepEqual(parseTraceLine(`${line('Node', 'c1_kernel_time', 7)},`), {
      kind: 'kernel',
      name: 'c1',
      op: 'Conv',
      start: 5,
      duration: 7,
    });
    assert.deepEqual(parseTraceLine(line('Session', 'model_run', 7)), { kind: 'run', start: 5, duration: 7 });
    for (const other of [
      '[',
      ']',
      '',
      line('Session', 'SequentialExecutor::Execute', 7),
      line('Node', 'c1_fence_before', 7),
    ]) {
      assert.equal(parseTraceLine(other), null, other);
    }
    for (const wrong of [-1, 'seven', null]) assert.equal(parseTraceLine(line('Node', 'c1_kernel_time', wrong)), null);
  });

  it('of lines that a name broke are told apart', () => {
    assert.equal(parseTraceLine('{"cat" : "Node","dur" :1,"ts" :2,"name" :"a"b_kernel_time","args" : {}},'), undefined);
    assert.equal(parseTraceLine('b_kernel_time","args" : {}},'), undefined);
  });
});
