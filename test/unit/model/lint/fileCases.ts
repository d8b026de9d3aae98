import { onnx } from '../../../../src/formats/onnx/generated/onnx';
import { longOf } from '../../../../src/formats/onnx/integers';
import { type GraphBuilder, graphBuilder } from '../../../fixtures/builders/onnxModel';
import type { RuleCases } from './ruleCase';

interface External {
  readonly name: string;
  readonly location: string;
  readonly offset?: number;
  readonly length?: number;
}

/** A model with weights of 256 numbers, 1,024 bytes each, in other files. */
function external(...weights: readonly External[]): GraphBuilder {
  const graph = graphBuilder().input('x', 'float32', [256]);
  for (const { name, location, offset, length } of weights) {
    const entries = Object.entries({ location, offset, length }).filter(([, value]) => value !== undefined);
    graph.proto.initializer.push(
      onnx.TensorProto.create({
        name,
        dims: [longOf(256n)],
        dataType: onnx.TensorProto.DataType.FLOAT,
        dataLocation: onnx.TensorProto.DataLocation.EXTERNAL,
        externalData: entries.map(([key, value]) => ({ key, value: String(value) })),
      }),
    );
    graph.node('Add', ['x', name], [`${name}_out`]).output(`${name}_out`, 'float32', [256]);
  }
  return graph;
}

const bytes = (count: number): Uint8Array => new Uint8Array(count);

export const fileCases: RuleCases = {
  'missing-external-data': {
    positive: [
      {
        what: 'a file that is not there',
        model: () => external({ name: 'a', location: 'w.bin' }, { name: 'b', location: 'w.bin', offset: 1024 }),
        finds: ['"w.bin" is missing: 2 weights, 2.05 kB, "a" among them.'],
      },
    ],
    negative: [
      {
        what: 'a file that is there',
        files: { 'w.bin': bytes(1024) },
        model: () => external({ name: 'a', location: 'w.bin' }),
        finds: [],
      },
    ],
    hostile: [
      {
        what: 'a name with control characters',
        model: () => external({ name: 'a', location: 'w\u001b[2J.bin' }),
        finds: ['"w\\u001b[2J.bin" is missing: 1 weight, 1.02 kB, "a" among them.'],
      },
    ],
  },
  'misfit-external-data': {
    positive: [
      {
        what: "a file that ends too early, overlapping ranges, a length that is not the shape's",
        files: { 'w.bin': bytes(2000) },
        model: () =>
          external(
            { name: 'a', location: 'w.bin' },
            { name: 'b', location: 'w.bin', offset: 1000 },
            { name: 'c', location: 'w.bin', offset: 0, length: 1024 },
            { name: 'd', location: 'other.bin', offset: 0, length: 12 },
          ),
        finds: [
          '"b" reaches to byte 2,024 of "w.bin", which has 2,000 bytes.',
          '"a" and "b" overlap in "w.bin" by 24 B.',
          '"d" is said to have 12 bytes; its shape and type take 1,024.',
        ],
      },
      {
        what: 'a length that is not what the shape takes',
        files: { 'w.bin': bytes(1024) },
        model: () => external({ name: 'a', location: 'w.bin', length: 12 }),
        finds: ['"a" is said to have 12 bytes; its shape and type take 1,024.'],
      },
    ],
    negative: [
      {
        what: 'weights one after another, and two that share a range',
        files: { 'w.bin': bytes(2048) },
        model: () =>
          external(
            { name: 'a', location: 'w.bin' },
            { name: 'b', location: 'w.bin', offset: 1024 },
            { name: 'c', location: 'w.bin' },
          ),
        finds: [],
      },
    ],
    hostile: [
      {
        what: 'a path out of the folder',
        model: () => external({ name: 'a', location: '../../etc/passwd' }),
        finds: [
          '"../../etc/passwd" is not read, 1 weight, 1.02 kB: Its values are said to be in "../../etc/passwd", which is outside the model\'s folder.',
        ],
      },
      {
        what: 'an offset at the end of what numbers can tell',
        files: { 'w.bin': bytes(1024) },
        model: () => external({ name: 'a', location: 'w.bin', offset: 9007199254740990 }),
        finds: ['"a" reaches to byte 9,007,199,254,742,014 of "w.bin", which has 1,024 bytes.'],
      },
    ],
  },
  'oversized-external-data': {
    positive: [
      {
        what: 'a megabyte that nothing reads',
        files: { 'w.bin': bytes(1_001_024) },
        model: () => external({ name: 'a', location: 'w.bin' }),
        finds: ['1.00 MB of 1.00 MB in "w.bin" are read by no weight of this model.'],
      },
    ],
    negative: [
      {
        what: 'gaps that alignment leaves',
        files: { 'w.bin': bytes(65_536 + 1024) },
        model: () => external({ name: 'a', location: 'w.bin' }, { name: 'b', location: 'w.bin', offset: 65_536 }),
        finds: [],
      },
    ],
    hostile: [
      {
        what: 'a file without bytes',
        files: { 'w.bin': bytes(0) },
        model: () => external({ name: 'a', location: 'w.bin' }),
        finds: [],
      },
    ],
  },
};
