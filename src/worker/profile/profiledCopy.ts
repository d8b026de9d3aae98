import { statfs } from 'node:fs/promises';
import path from 'node:path';
import { labelNodes, type NodeLabels, namedNodes } from '../../benchmark/profile/nodeLabels';
import { PayloadTable } from '../../formats/onnx/payloadTable';
import { writeOnnx } from '../../formats/onnx/writeOnnx';
import { storedBytes } from '../../model/storedBytes';
import { formatBytes } from '../../shared/units';
import type { OpenedOnnx } from '../openOnnx';

/** A model is copied, and its optimized form written, up to this size: a second or two, and no more of a disk than that. */
const MOST_COPIED_BYTES = 1024 ** 3;

/** The copy, the optimized model and the trace. */
const ROOM = 3;

/** What is loaded to be profiled. */
export interface ProfiledModel {
  readonly path: string;
  readonly labels: NodeLabels;
  /** Whether the runtime may write the optimized model. */
  readonly mayWrite: boolean;
  readonly notes: readonly string[];
}

/** A copy in which every node has a name of its own; a model that is too large for that is loaded as it is. */
export async function profiledModel(opened: OpenedOnnx, folder: string): Promise<ProfiledModel> {
  const { model, skeleton, source } = opened;
  const bytes = storedBytes(model);
  const { bavail, bsize } = await statfs(folder);
  if (bytes > MOST_COPIED_BYTES || bavail * bsize < ROOM * bytes) {
    const note = `The model has ${formatBytes(bytes)} and was profiled without a copy: times are given to nodes by name only, and what was fused into them is not listed.`;
    return { path: opened.path, labels: namedNodes(model), mayWrite: false, notes: [note] };
  }
  const labels = labelNodes(skeleton, model);
  const file = path.join(folder, 'profiled.onnx');
  await writeOnnx(skeleton, new PayloadTable(source), file, { sourcePath: opened.path });
  return { path: file, labels, mayWrite: true, notes: [] };
}
