import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { settings } from '../../src/host/settings';
import { workspaceFolder } from './workspace';

describe('Settings', () => {
  const configuration = () => vscode.workspace.getConfiguration('modelLathe');
  const set = (key: string, value: unknown) => configuration().update(key, value, vscode.ConfigurationTarget.Global);
  const KEYS = [
    'threads',
    'calibrationSamples',
    'nearZeroThreshold',
    'benchmark.seconds',
    'benchmark.batchSizes',
    'benchmark.profile',
    'lint.onOpen',
    'lint.ignore',
  ];
  afterEach(async () => {
    for (const key of KEYS) await set(key, undefined);
  });

  it('are those of the manifest until changed', () => {
    assert.deepEqual(settings(workspaceFolder()), {
      threads: configuration().inspect('threads')?.defaultValue,
      calibrationSamples: configuration().inspect('calibrationSamples')?.defaultValue,
      nearZeroThreshold: configuration().inspect('nearZeroThreshold')?.defaultValue,
      benchmarkSeconds: configuration().inspect('benchmark.seconds')?.defaultValue,
      benchmarkProfile: configuration().inspect('benchmark.profile')?.defaultValue,
      batchSizes: configuration().inspect('benchmark.batchSizes')?.defaultValue,
      lintOnOpen: configuration().inspect('lint.onOpen')?.defaultValue,
      lintIgnore: configuration().inspect('lint.ignore')?.defaultValue,
    });
  });

  it('are what a person wrote', async () => {
    await set('threads', 3);
    await set('benchmark.batchSizes', [16, 2, 2]);
    await set('lint.onOpen', false);
    await set('lint.ignore', ['old-opset']);
    const { threads, batchSizes, lintOnOpen, lintIgnore } = settings(workspaceFolder());
    assert.deepEqual([threads, batchSizes, lintOnOpen, lintIgnore], [3, [2, 16], false, ['old-opset']]);
  });

  it('stay usable whatever somebody wrote into the file', async () => {
    await set('threads', -5);
    await set('calibrationSamples', 'many');
    await set('nearZeroThreshold', 7);
    await set('benchmark.batchSizes', ['one', 0, 1.5]);
    await set('benchmark.profile', 'perhaps');
    await set('lint.onOpen', 'perhaps');
    await set('lint.ignore', [7, 'old-opset']);
    assert.deepEqual(settings(workspaceFolder()), {
      threads: 0,
      calibrationSamples: 200,
      nearZeroThreshold: 1,
      benchmarkSeconds: 10,
      benchmarkProfile: true,
      batchSizes: [1, 2, 4, 8, 16, 32],
      lintOnOpen: true,
      lintIgnore: ['old-opset'],
    });
  });
});
