import { NODE_COLUMNS } from '../../shared/nodeTable/columns';
import { COSTS } from './costTable';

const DEFINITIONS = `# What nodes cost

Model Lathe works these figures out from the graph, the types of its values and the shapes of its weights. Nothing is run or
measured. Sizes that the model leaves open stay symbols: \`4.09 G × batch\`. What is not known is called unknown with the
reason; it is neither guessed nor taken for zero, and totals tell how many nodes they lack.

## Definitions

- **MAC**: one multiply-accumulate of a matrix product or convolution (also inside recurrent and attention operators). Products
  and sums of other operators are no MACs, so the figure can be compared with those that papers publish for convolutions and
  fully connected layers.
- **FLOP**: one arithmetic operation, on floating-point numbers or integers alike. A MAC is two. Every function of one number
  (an exponential, an error function, a maximum) is one: what it takes on a machine differs between machines, and constants that
  pretend to know would only hide that.
- **Padded positions count**: a convolution or pooling window at the border costs as much as one inside, as in published counts.
- **Parameters** are learned numbers; scales and zero points are not. A weight belongs to the node that computes with it, also
  through DequantizeLinear, Cast, Transpose, Reshape and the like. A shared weight counts in each row that shares it and once in
  totals.
- **Bytes read and written** are the activations that the graph says a node takes and gives, each value once. A Reshape reads and
  writes what it reshapes, although many runtimes make it a view. Weights are not activations, nor is anything computed from
  constants alone (a dequantized weight, a constant shape): it is the same in every run and is kept like a weight.
- **Arithmetic intensity** is FLOPs divided by the bytes of activations read and written and of weights. Each product of open sizes
  counts as 1.
- **Live bytes** are the activations alive while a node runs: a value lives from the node that makes it to the last that takes it,
  inputs of the graph from the start, outputs to the end. Nodes run in the order of the file, or, where that is no order in which
  they can run, in one in which they can. The largest is the **peak**. A node that holds a graph adds the peak of that graph; a
  function call adds the peak of the function without its inputs and outputs, which are the caller's. Nothing is assumed about
  memory that a runtime reuses in place or holds besides.
- **If** costs what its dearer branch costs (by FLOPs), or the branch that a constant condition picks. **Loop** and **Scan** cost what
  their body costs times its runs; a number of runs that is not known is an open size of its own, \`runs of NAME #INDEX\`, that can be
  given like others. Other operators that hold graphs are unknown. A **function call** costs what the function's body costs.
- **Comparisons that open sizes leave undecided** (which node is the peak, which branch is dearer) are made as if each product of open
  sizes were 1, and a note says so. Give the sizes to have them decided.
- Values of text, sequences, maps and sparse tensors have no known size.
`;

const EXPORTS = `## What \`model-lathe layers\` prints

\`--json\` prints one document: \`schema\` (1), \`file\`, \`by\`, \`openSizes\` (name, and size or \`null\`), \`totals\` (\`rows\`, \`parameters\`,
\`weightBytes\`, \`macs\`, \`flops\`, \`unknownRows\`), \`peak\` (\`bytes\`, \`node\`, \`unknownValues\`), \`notes\`, and \`rows\`, or with
\`--by operator\` or \`--by scope\` \`groups\` (\`key\` and the fields of \`totals\`). \`totals\` are always those of the whole model. A figure that
depends on open sizes is a text such as \`118013952*batch + 300\`; an unknown one is \`null\`. \`model-lathe inspect --json\` has the same
summary as \`cost\`. \`--csv\` has the fields of a row as columns. A row has:
`;

/** \`media/reference/costs.md\`, made of the table that counts. */
export function costReference(): string {
  const columns = NODE_COLUMNS.filter(({ group }) => group !== 'weights').map(({ id, hint }) => `- \`${id}\`: ${hint}`);
  const parts = [DEFINITIONS, EXPORTS, `${columns.join('\n')}\n`, '## Operators\n'];
  for (const [domain, entries] of COSTS) {
    parts.push(`### ${domain === '' ? 'ai.onnx' : domain}\n`);
    const byFormula = new Map<string, string[]>();
    for (const [op, { formula }] of entries) {
      const known = byFormula.get(formula);
      if (known === undefined) byFormula.set(formula, [op]);
      else known.push(op);
    }
    const lines = Array.from(byFormula, ([formula, ops]) => `- ${ops.sort().join(', ')}: ${formula}`).sort();
    parts.push(`${lines.join('\n')}\n`);
  }
  return parts.join('\n');
}
