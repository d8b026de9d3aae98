import type { GraphPlace } from '../../compression/extraction/graphPlace';
import type { Part } from '../../compression/extraction/planPart';
import type { ExtractChoice } from '../../shared/protocol/jobs';
import type { ExtractionCheck } from '../../shared/reports/extractionReport';
import { shorten } from '../../shared/shorten';
import { counted, formatInteger } from '../../shared/units';

/** Errors beyond this share of the signal are no rounding: 60 dB. */
const LEAST_SQNR_DB = 60;

/** Names in a sentence. */
const MOST_NAMES = 5;

/** What a reader must know before anything else, full sentences. */
export function extractionWarnings(check: ExtractionCheck): readonly string[] {
  if (check.kind === 'unproven') return [`The part was not run. ${check.reason}`];
  if (check.kind === 'loaded') {
    const ran = check.ran ? 'takes the part and runs it on made-up inputs' : 'takes the part';
    return [`The runtime ${ran}; answers were not compared. ${check.reason}`];
  }
  const differs = check.fidelity.some(({ sqnrDb }) => sqnrDb !== null && sqnrDb < LEAST_SQNR_DB);
  if (!differs && !check.isBroken) return [];
  return ['The part does not answer as the model does at those places, which nodes that give random numbers explain.'];
}

/** What the nodes were, that a reader may wonder about, full sentences. */
export function extractionNotes(
  { own, called, graphs }: GraphPlace,
  part: Part,
  choice: ExtractChoice,
): readonly string[] {
  const notes: string[] = [];
  const { fedBack, inputs, outer, idle } = part;
  if (fedBack.length > 0) {
    notes.push(
      `Nodes that were not chosen lie between the chosen ones: they make ${names(fedBack)} of what the part gives, so the caller has to.`,
    );
  }
  if (choice.kind === 'ends') notes.push(...endNotes(part, choice));
  const captured = inputs.filter(name => graphs.length > 1 && !isOf(own.graph, name));
  if (captured.length > 0) notes.push(`Values of the graphs around it became inputs: ${names(captured)}.`);
  if (outer.length > 0) notes.push(`${counted(outer.length, 'constant')} of the graphs around it came along.`);
  if (called !== null) {
    notes.push('Attributes that the function takes from its calls have the values that all calls in the model give.');
  }
  if (idle > 0)
    notes.push(`Left out, as they give constants that nothing in the part reads: ${counted(idle, 'chosen node')}.`);
  const withDefault = part.weights.filter(({ graph, name }) => graph.inputs.some(input => input.name === name)).length;
  if (withDefault > 0) {
    notes.push(`${counted(withDefault, 'weight')} that a caller of the model could replace became fixed.`);
  }
  return notes;
}

function endNotes({ inputs }: Part, choice: Extract<ExtractChoice, { readonly kind: 'ends' }>): readonly string[] {
  const notes: string[] = [];
  const wanted = new Set(choice.inputs);
  const further = inputs.filter(name => !wanted.has(name));
  const unused = [...wanted].filter(name => !inputs.includes(name));
  if (wanted.size > 0 && further.length > 0) notes.push(`The part also needs ${names(further)}.`);
  if (unused.length > 0) notes.push(`Nothing in the part reads ${names(unused)} from outside.`);
  return notes;
}

function isOf({ inputs, nodes }: GraphPlace['own']['graph'], name: string): boolean {
  return inputs.some(input => input.name === name) || nodes.some(({ outputs }) => outputs.includes(name));
}

function names(all: readonly string[]): string {
  const shown = all.slice(0, MOST_NAMES).map(name => `"${shorten(name, 80)}"`);
  return all.length > shown.length
    ? `${shown.join(', ')} and ${formatInteger(all.length - shown.length)} more`
    : shown.join(', ');
}
