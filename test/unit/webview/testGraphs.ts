import type { GraphPage } from '../../../src/shared/protocol/editor';

/** A page with nodes Conv `conv1` → Relu `act` → Gemm `fc`, one input and one output. */
export function smallPage(): GraphPage {
  return {
    id: 'main',
    title: 'net',
    names: ['conv1', 'act', 'fc'],
    op: Uint16Array.of(0, 1, 2),
    ops: ['Conv', 'Relu', 'com.example.Gemm'],
    details: ['kernel 3×3', '', '10×64'],
    inputs: [{ name: 'image', type: 'float32[1,3,8,8]', doc: '' }],
    outputs: [{ name: 'scores', type: 'float32[1,10]', doc: '' }],
    from: Uint32Array.of(3, 0, 1, 2),
    to: Uint32Array.of(0, 1, 2, 4),
    value: Uint32Array.of(0, 1, 2, 3),
    values: ['image', 'conv1_out', 'act_out', 'scores'],
    valueTypes: ['float32[1,3,8,8]', 'float32[1,64,8,8]', 'float32[1,64,8,8]', 'float32[1,10]'],
    weightBytes: Float64Array.of(6912, 0, 2560),
    weightLines: { texts: ['W float32[64,3,3,3]', '', 'B float32[10,64]'], index: Uint32Array.of(0, 1, 2) },
    scope: { texts: [''], index: new Uint32Array(3) },
    captured: 0,
    bodies: [],
  };
}
