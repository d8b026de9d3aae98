import type { Needs } from './facts';
import { MOST_LISTED } from './lint';
import { RULES } from './rules';

const LOOKED_AT: Readonly<Record<Needs, string>> = {
  structure: 'the graph, without its weights',
  types: 'the graph and the types of its values',
  files: 'the graph and the sizes of the files that its weights are in',
  contents: 'the elements of the weights, which are read once from beginning to end',
  runtime: 'what the runtime says of each different operator; needs a trusted workspace',
};

const INTRODUCTION = `# What lint finds

Model Lathe looks for what keeps a model from working, makes its answers wrong, or costs without need. Opening a model in the
editor looks at its structure; **Lint Model** and \`model-lathe lint\` also read the weights and ask the runtime here about
every operator. Findings are in the Problems panel, in the editor's Findings tab and in the terminal.

- Identifiers of rules do not change. The setting \`modelLathe.lint.ignore\` and \`--ignore ID\` leave rules out, \`--rule ID\` looks for
  one alone, \`--fail-on error|warning|info\` makes the command end with exit status 3.
- A finding can be milder or worse than its rule; the severity of most is given here.
- Of each rule ${MOST_LISTED} findings are listed and the others counted.
- What a rule could not look at (weights that cannot be read, a runtime that may not be asked) is said beside the findings.
- Mending writes a new model beside the one it is given, which is never changed.`;

/** The page about every rule, as Markdown. */
export function lintReference(): string {
  const rows = RULES.map(({ id, severity, title }) => `| [${id}](#${id}) | ${severity} | ${title} |`);
  const sections = RULES.map(({ id, title, severity, what, why, mend, needs }) => {
    const command = mend.cli === null ? '' : ` \`${mend.cli}\``;
    return [
      `## ${id}`,
      `_${title}_ (${severity})`,
      `- **Finds:** ${what}`,
      `- **Why it matters:** ${why}`,
      `- **Mends it:** ${mend.text}${command}`,
      `- **Looks at:** ${LOOKED_AT[needs]}.`,
    ]
      .join('\n\n')
      .replace(/\n\n- /g, '\n- ')
      .replace('\n- ', '\n\n- ');
  });
  const table = ['| Rule | Severity | What |', '| --- | --- | --- |', ...rows].join('\n');
  return `${[INTRODUCTION, table, ...sections].join('\n\n')}\n`;
}
