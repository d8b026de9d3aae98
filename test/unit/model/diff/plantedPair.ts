import type { DType } from '../../../../src/model/dtype';
import { elementBytes } from '../../../fixtures/builders/elements';
import { graphBuilder, modelBytes } from '../../../fixtures/builders/onnxModel';
import { seededRandom } from '../../../fixtures/seededRandom';

/** How nodes are named: by names that stay, by the exporter's counter, not at all. */
export type Naming = 'stable' | 'counted' | 'none';

interface PlannedWeight {
  name: string;
  dtype: DType;
  values: Float64Array;
}

/** A node of the plan: `inputs` are ids of other nodes, -1 the graph's input. */
interface PlannedNode {
  readonly id: number;
  op: string;
  name: string;
  output: string;
  inputs: number[];
  /** One float or integer attribute. */
  attribute: { name: string; value: number | bigint } | null;
  weight: PlannedWeight | null;
}

/** What was done to one weight, with the figures that follow by definition. */
export interface PlantedWeight {
  readonly id: number;
  readonly kind: 'scaled' | 'pruned' | 'float64';
  /** `null` when the numbers stay the same. */
  readonly sqnrDb: number | null;
  readonly zeros: number;
}

export interface PlantedPair {
  readonly a: Uint8Array;
  readonly b: Uint8Array;
  /** Ids by position of the nodes in each model. */
  readonly idsOfA: readonly number[];
  readonly idsOfB: readonly number[];
  readonly removed: ReadonlySet<number>;
  readonly added: ReadonlySet<number>;
  /** Ids of changed nodes with what changed: `attribute alpha`, `operator `, `constant 1`. */
  readonly changed: ReadonlyMap<number, string>;
  readonly renamed: ReadonlySet<number>;
  readonly renamedValues: ReadonlySet<number>;
  readonly weights: readonly PlantedWeight[];
}

const SIZE = 12;
const UNARY = ['Relu', 'Sigmoid', 'LeakyRelu', 'Softmax', 'Sqrt'] as const;

/** Operators that only insertions use, so that what was inserted cannot be taken for something else. */
const INSERTED = ['Neg', 'Exp', 'Tanh', 'Softplus', 'Floor', 'Ceil'];

/** A random graph and an edited copy, with the edits as the truth that a comparison has to find. */
export function plantedPair(seed: number, naming: Naming): PlantedPair {
  const random = seededRandom(seed);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  const a = randomPlan(20 + Math.floor(random() * 60), random, pick);
  const b = a.map(clone);
  const truth = {
    removed: new Set<number>(),
    added: new Set<number>(),
    changed: new Map<number, string>(),
    weights: [] as PlantedWeight[],
  };
  /** Nodes near an edit are left alone by the next, so that each has one right answer. */
  const touched = new Set<number>();
  let nextId = a.length;
  for (let edit = 0; edit < 1 + Math.floor(random() * 6); edit++) {
    const free = b.filter(node => !touched.has(node.id) && !truth.added.has(node.id));
    if (free.length === 0) break;
    const node = pick(free);
    const kind = pick(['delete', 'insert', 'attribute', 'operator', 'scale', 'prune', 'float64'] as const);
    switch (kind) {
      case 'delete':
        if (node.weight !== null || node.inputs.length !== 1 || node.id === a.length - 1) continue;
        for (const each of b) each.inputs = each.inputs.map(id => (id === node.id ? (node.inputs[0] ?? -1) : id));
        b.splice(b.indexOf(node), 1);
        truth.removed.add(node.id);
        break;
      case 'insert': {
        const id = nextId++;
        const inserted = plain(id, pick(INSERTED), [node.id]);
        if (node.id === a.length - 1) continue;
        for (const each of b) each.inputs = each.inputs.map(input => (input === node.id ? id : input));
        b.splice(b.indexOf(node) + 1, 0, inserted);
        truth.added.add(id);
        break;
      }
      case 'attribute':
        if (node.attribute === null || typeof node.attribute.value === 'bigint') continue;
        node.attribute.value += 0.25;
        truth.changed.set(node.id, `attribute ${node.attribute.name}`);
        break;
      case 'operator':
        if (naming !== 'stable' || node.weight !== null || node.inputs.length !== 1) continue;
        node.op = 'Erf';
        node.attribute = null;
        truth.changed.set(node.id, 'operator ');
        break;
      case 'scale':
      case 'prune':
      case 'float64': {
        if (node.weight === null) continue;
        const planted = editWeight(node.id, node.weight, kind, random);
        if (kind === 'float64') truth.changed.set(node.id, 'constant 1');
        truth.weights.push(planted);
        break;
      }
    }
    touch(b, node, touched);
    touch(a, node, touched);
  }
  rename(b, naming, random, truth.changed);
  const orderOfB = shuffled(b, random);
  if (naming === 'counted') count(orderOfB);
  if (naming === 'counted') count(a);
  if (naming === 'none') for (const node of [...a, ...b]) node.name = '';
  return {
    a: build(a, a.length - 1),
    b: build(orderOfB, a.length - 1),
    idsOfA: a.map(({ id }) => id),
    idsOfB: orderOfB.map(({ id }) => id),
    ...truth,
    ...namesThatDiffer(a, orderOfB, truth.changed, naming),
  };
}

function plain(id: number, op: string, inputs: number[]): PlannedNode {
  return { id, op, name: `node/${id}/${op}`, output: `value_${id}`, inputs, attribute: null, weight: null };
}

function randomPlan(length: number, random: () => number, pick: <T>(items: readonly T[]) => T): PlannedNode[] {
  const nodes: PlannedNode[] = [];
  for (let id = 0; id < length; id++) {
    const before = id === 0 ? -1 : random() < 0.7 ? id - 1 : Math.max(-1, id - 1 - Math.floor(random() * 5));
    const draw = random();
    if (draw < 0.4 || id === length - 1 || id === 0) {
      const values = Float64Array.from({ length: SIZE * SIZE }, () => Math.fround(random() - 0.5));
      const node = plain(id, 'MatMul', [before]);
      nodes.push({ ...node, weight: { name: `layer.${id}.weight`, dtype: 'float32', values } });
    } else if (draw < 0.55 && id > 4) {
      const other = Math.floor(random() * (id - 1));
      nodes.push(plain(id, 'Add', other === before ? [before, -1] : [before, other]));
    } else {
      const input = nodes[before];
      // Two nodes that do the same to one value are the same node twice: nothing tells which is which.
      const taken = nodes.filter(({ inputs }) => inputs[0] === before).map(node => node.op);
      const op = pick(UNARY.filter(each => each !== input?.op && !taken.includes(each)));
      const node = plain(id, op, [before]);
      if (op === 'LeakyRelu') node.attribute = { name: 'alpha', value: 0.125 + Math.floor(random() * 8) };
      if (op === 'Softmax') node.attribute = { name: 'axis', value: 1n };
      nodes.push(node);
    }
  }
  // Everything must lead to the output: what nothing reads is added to what follows.
  const read = new Set(nodes.flatMap(({ inputs }) => inputs));
  for (const node of nodes.slice(0, -1)) {
    if (read.has(node.id)) continue;
    const reader = nodes.slice(node.id + 1).find(({ op }) => op === 'Add');
    if (reader === undefined) continue;
    reader.inputs[1] = node.id;
  }
  return nodes;
}

function clone(node: PlannedNode): PlannedNode {
  return {
    ...node,
    inputs: [...node.inputs],
    attribute: node.attribute === null ? null : { ...node.attribute },
    weight: node.weight === null ? null : { ...node.weight, values: node.weight.values.slice() },
  };
}

/** Marks a node and all within two steps of it. */
function touch(plan: readonly PlannedNode[], node: PlannedNode, touched: Set<number>): void {
  let near = new Set([node.id]);
  for (let step = 0; step < 2; step++) {
    const wider = new Set(near);
    for (const { id, inputs } of plan) {
      if (near.has(id)) for (const input of inputs) wider.add(input);
      if (inputs.some(input => near.has(input))) wider.add(id);
    }
    near = wider;
  }
  for (const id of near) touched.add(id);
}

function editWeight(
  id: number,
  weight: PlannedWeight,
  kind: 'scale' | 'prune' | 'float64',
  random: () => number,
): PlantedWeight {
  const before = weight.values;
  if (kind === 'float64') {
    weight.dtype = 'float64';
    return { id, kind, sqnrDb: null, zeros: 0 };
  }
  if (kind === 'scale') {
    // b = a · (1 + 2⁻ⁿ): noise is a · 2⁻ⁿ, so SQNR is 20 · log10(2ⁿ) up to float32 rounding.
    const power = 3 + Math.floor(random() * 8);
    weight.values = before.map(value => Math.fround(value * (1 + 2 ** -power)));
    return { id, kind: 'scaled', sqnrDb: 20 * Math.log10(2 ** power), zeros: 0 };
  }
  const zeros = 1 + Math.floor(random() * (before.length - 2));
  weight.values = before.map((value, i) => (i < zeros ? 0 : value));
  const energy = (values: Float64Array): number => values.reduce((sum, value) => sum + value * value, 0);
  const sqnrDb = 10 * Math.log10(energy(before) / energy(before.slice(0, zeros)));
  return { id, kind: 'pruned', sqnrDb, zeros };
}

/** Renames some or all nodes and values of B. */
function rename(
  b: readonly PlannedNode[],
  naming: Naming,
  random: () => number,
  changed: ReadonlyMap<number, string>,
): void {
  const draw = random();
  const share = draw < 0.3 ? 0 : draw < 0.8 ? 0.2 : 1;
  for (const node of b) {
    // A node of another operator and another name is another node.
    const isOther = changed.get(node.id)?.startsWith('operator') === true;
    if (naming === 'stable' && !isOther && random() < share) node.name = `other/${node.id * 7}`;
    if (random() < share) node.output = `other_${node.id * 13}`;
    if (node.weight !== null && random() < share) node.weight.name = `param_${node.id * 3}`;
  }
}

/** Another order in which every node still follows what it reads. */
function shuffled(plan: readonly PlannedNode[], random: () => number): PlannedNode[] {
  if (random() < 0.5) return [...plan];
  const placed = new Set([-1]);
  const left = [...plan];
  const order: PlannedNode[] = [];
  while (left.length > 0) {
    const ready = left.filter(({ inputs }) => inputs.every(id => placed.has(id)));
    const node = ready[Math.floor(random() * ready.length)] as PlannedNode;
    left.splice(left.indexOf(node), 1);
    placed.add(node.id);
    order.push(node);
  }
  return order;
}

function count(plan: readonly PlannedNode[]): void {
  for (const [place, node] of plan.entries()) {
    node.name = `${node.op}_${place}`;
    node.output = `${place + 10}`;
  }
}

function namesThatDiffer(
  a: readonly PlannedNode[],
  b: readonly PlannedNode[],
  changed: ReadonlyMap<number, string>,
  naming: Naming,
): Pick<PlantedPair, 'renamed' | 'renamedValues'> {
  const byId = new Map(a.map(node => [node.id, node]));
  const renamed = new Set<number>();
  const renamedValues = new Set<number>();
  for (const node of b) {
    const before = byId.get(node.id);
    if (before === undefined) continue;
    const isRenamed = naming === 'none' ? before.output !== node.output : before.name !== node.name;
    if (isRenamed && !changed.has(node.id)) renamed.add(node.id);
    if (before.output !== node.output) renamedValues.add(node.id);
  }
  return { renamed, renamedValues };
}

function build(plan: readonly PlannedNode[], last: number): Uint8Array {
  const graph = graphBuilder('planted').input('x', 'float32', ['N', SIZE]);
  const outputs = new Map(plan.map(({ id, output }) => [id, output]));
  for (const { op, name, output, inputs, attribute, weight } of plan) {
    const names = inputs.map(id => outputs.get(id) ?? 'x');
    if (weight !== null) {
      graph.weight(weight.name, weight.dtype, [SIZE, SIZE], elementBytes(weight.dtype, weight.values));
      names.push(weight.name);
    }
    graph.node(op, names, [output], attribute === null ? {} : { [attribute.name]: attribute.value }, { name });
  }
  return modelBytes(graph.output(outputs.get(last) ?? 'x', 'float32', ['N', SIZE]));
}
