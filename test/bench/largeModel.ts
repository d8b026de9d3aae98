import { memorySource } from '../../src/formats/fileSource';
import { tensor } from '../../src/formats/onnx/edit/tensors';
import { PayloadTable } from '../../src/formats/onnx/payloadTable';
import { writeOnnx } from '../../src/formats/onnx/writeOnnx';
import { graphBuilder, modelProto } from '../fixtures/builders/onnxModel';

export interface LargeModelShape {
  readonly nodes: number;
  readonly initializers: number;
  /** Bytes of each initializer, a multiple of 4096. */
  readonly bytesEach: number;
}

/**
 * Writes an ONNX file of the asked size: a chain of MatMul, Gelu and LayerNormalization with declared value types and
 * inline weights, as exporters write it. The weights are zeros, which no part of opening looks at.
 */
export async function writeLargeModel(target: string, shape: LargeModelShape): Promise<void> {
  const graph = graphBuilder().input('x0', 'float32', ['N', 1024]).output(`x${shape.nodes}`, 'float32', ['N', 1024]);
  for (let index = 0; index < shape.nodes; index++) {
    const weight = `layers.${index % shape.initializers}.weight`;
    const options = { name: `/model/layers.${index}/node_${index}` };
    if (index % 3 === 0) graph.node('MatMul', [`x${index}`, weight], [`x${index + 1}`], {}, options);
    else if (index % 3 === 1) graph.node('Gelu', [`x${index}`], [`x${index + 1}`], { approximate: 'tanh' }, options);
    else
      graph.node(
        'LayerNormalization',
        [`x${index}`, 's', 'b'],
        [`x${index + 1}`],
        { axis: -1n, epsilon: 1e-5 },
        options,
      );
    graph.value(`x${index + 1}`, 'float32', ['N', 1024]);
  }
  const payloads = new PayloadTable(memorySource(new Uint8Array(0), 'none'));
  const chunk = new Uint8Array(Math.min(shape.bytesEach, 2 ** 20));
  for (let index = 0; index < shape.initializers; index++) {
    const payload = payloads.add(shape.bytesEach, async function* () {
      for (let left = shape.bytesEach; left > 0; left -= chunk.length)
        yield chunk.subarray(0, Math.min(left, chunk.length));
    });
    graph.proto.initializer.push(tensor(`layers.${index}.weight`, 'float32', [1024, shape.bytesEach / 4096], payload));
  }
  await writeOnnx(modelProto(graph), payloads, target);
}
