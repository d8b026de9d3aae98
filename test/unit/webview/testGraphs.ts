import type { GraphPage } from '../../../src/shared/protocol/editor';
import type { LayoutInput } from '../../../webview/graph/layout/layoutTypes';

type Edge = readonly [from: number, to: number];

/** A layout problem with boxes of 120 × 40; vertex 0 is anchored unless others are named. */
export function layoutInput(vertices: number, edges: readonly Edge[], anchors: readonly number[] = [0]): LayoutInput {
  const anchored = new Uint8Array(vertices);
  for (const anchor of anchors) anchored[anchor] = 1;
  return {
    vertices,
    from: Uint32Array.from(edges, edge => edge[0]),
    to: Uint32Array.from(edges, edge => edge[1]),
    width: new Float32Array(vertices).fill(120),
    height: new Float32Array(vertices).fill(40),
    anchored,
  };
}

/** A chain in which vertex 0 feeds every tenth vertex as well: the shape of a mask in a language model. */
export function chainWithMask(vertices: number): LayoutInput {
  const edges: Edge[] = [];
  for (let v = 1; v < vertices; v++) {
    edges.push([v - 1, v]);
    if (v % 10 === 3) edges.push([0, v]);
    if (v % 20 === 0) edges.push([v - 20, v]);
  }
  return layoutInput(vertices, edges);
}

/** A reproducible directed graph without cycles: the same seed gives the same edges. */
export function randomGraph(vertices: number, edgeCount: number, seed: number): LayoutInput {
  let state = seed;
  const next = (below: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const edges = Array.from({ length: edgeCount }, (): Edge => {
    const a = next(vertices);
    const b = next(vertices - 1);
    const other = b >= a ? b + 1 : b;
    return [Math.min(a, other), Math.max(a, other)];
  });
  return layoutInput(vertices, edges, [0, 1, 2]);
}

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
