import * as vscode from 'vscode';
import type { QuantizeResult } from '../../shared/protocol/jobs';
import type { Host } from '../host';
import { type QuantizeChoices, quantize } from './quantize';
import { modelToRun } from './running';

interface Choice<T> extends vscode.QuickPickItem {
  readonly value: T;
}

const METHODS: readonly Choice<QuantizeChoices['method']>[] = [
  { label: 'Automatic', detail: 'Static for convolutional models, dynamic for MatMul and Gemm', value: 'auto' },
  { label: 'Static', detail: 'Activation ranges are fixed by calibration on samples (QDQ)', value: 'static' },
  { label: 'Dynamic', detail: 'Activation ranges are measured in every run; MatMul and Gemm only', value: 'dynamic' },
];

const CALIBRATIONS: readonly Choice<QuantizeChoices['calibration']>[] = [
  { label: 'Smallest and largest value', detail: 'minmax: nothing is clipped', value: 'minmax' },
  {
    label: 'Least squared error',
    detail: 'mse: the range with the smallest rounding and clipping error',
    value: 'mse',
  },
  { label: 'Least information lost', detail: 'entropy: the range with the smallest KL divergence', value: 'entropy' },
  { label: 'Percentile', detail: 'percentile: the rarest values are clipped', value: 'percentile' },
];

type Switch = 'perChannel' | 'latencyGate';

const SWITCHES: readonly Choice<Switch>[] = [
  {
    label: 'One scale per channel',
    detail: 'More faithful weights than one scale per tensor',
    value: 'perChannel',
    picked: true,
  },
  {
    label: 'Only layers that get faster',
    detail: 'Each kind of layer is measured here; the others stay in float',
    value: 'latencyGate',
    picked: true,
  },
];

/** Asks for method, data, calibration and options, then quantizes. Escape at any step ends it. */
export async function quantizeWithOptions(host: Host, argument: unknown): Promise<QuantizeResult | null> {
  const model = await modelToRun(host, argument, 'Quantize with Options');
  if (model === null) return null;
  const method = await pick('Method', METHODS);
  if (method === undefined) return null;
  const data = await pickData();
  if (data === undefined) return null;
  const calibration = method === 'dynamic' ? 'minmax' : await pick('Calibration', CALIBRATIONS);
  if (calibration === undefined) return null;
  const switches = await vscode.window.showQuickPick(SWITCHES, {
    title: 'Quantize with Options: Options',
    canPickMany: true,
  });
  if (switches === undefined) return null;
  const isOn = (name: Switch): boolean => switches.some(({ value }) => value === name);
  const options = { perChannel: isOn('perChannel'), latencyGate: isOn('latencyGate') };
  return quantize(host, model, { method, data, calibration, ...options });
}

async function pick<T>(title: string, choices: readonly Choice<T>[]): Promise<T | undefined> {
  return (await vscode.window.showQuickPick(choices, { title: `Quantize with Options: ${title}` }))?.value;
}

/** A path, `null` for the data beside the model, `undefined` when the person gave up. */
async function pickData(): Promise<string | null | undefined> {
  const choices: readonly Choice<'beside' | 'file' | 'folder'>[] = [
    {
      label: 'Beside the model',
      detail: 'NAME.samples.npz or test_data_set_*; made-up input where there is neither',
      value: 'beside',
    },
    { label: 'Samples file…', detail: 'A .npz with one array per input and, if known, "label"', value: 'file' },
    { label: 'Test data folder…', detail: 'A folder with input_*.pb or test_data_set_*', value: 'folder' },
  ];
  const where = await pick('Data', choices);
  if (where === undefined) return undefined;
  if (where === 'beside') return null;
  const chosen = await vscode.window.showOpenDialog({
    canSelectFiles: where === 'file',
    canSelectFolders: where === 'folder',
    openLabel: 'Use as Samples',
    ...(where === 'file' ? { filters: { 'NumPy archive': ['npz'] } } : {}),
  });
  return chosen?.[0]?.fsPath;
}
