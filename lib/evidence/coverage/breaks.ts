/** What breaks show of a control: made in a drill, or that came up in a period of operation. Pure. */
import type { DrilledControl, EvidenceFacts } from '../facts';
import { type Sample, sampleText } from '../operation/samples';
import type { Response, Standing } from './model';

/** Ends after which a resource is as declared. */
const mending: readonly string[] = ['fixed', 'recreated'];

function responseTo(outcomes: readonly string[]): Response {
  const mended = outcomes.filter((one) => mending.includes(one)).length;
  if (mended === outcomes.length) return 'put right';
  return mended === 0 ? 'told' : 'put right or told';
}

const outcomeOf = ({ mode, outcome }: DrilledControl): string => outcome ?? (mode === 'enforce' ? 'fixed' : 'reported');

const unique = (texts: readonly (string | undefined)[]): readonly string[] =>
  [...new Set(texts.flatMap((text) => text ?? []))].sort();

const by = (rows: readonly DrilledControl[]): string => {
  const calls = unique(rows.map(({ brokenBy }) => brokenBy));
  return calls.length > 0 ? ` by ${calls.join(', ')}` : '';
};

const liveOf = (rows: readonly DrilledControl[]) => rows.filter(({ proof }) => proof === 'live');

/** How much of what a control concerns was broken. @param population how many resources it concerns */
function extentOf(live: readonly DrilledControl[], population: number): string {
  if (population === 0) return `done in a drill${by(live)}, to what no template declares`;
  const broken = Math.min(population, Math.max(1, unique(live.map(({ physicalId }) => physicalId)).length));
  return `${broken} of ${population} broken in a drill${by(live)}`;
}

/** A break that was made for real, noticed, and put right or told. @returns undefined where there was none, or one fell short */
export function drillStanding(
  rows: readonly DrilledControl[],
  population: number,
  { at }: Pick<EvidenceFacts, 'at'>,
): Standing | undefined {
  const live = liveOf(rows);
  if (live.length === 0 || live.some(({ passed }) => !passed)) return undefined;
  const response = responseTo(live.map(outcomeOf));
  return {
    level: 'operating',
    at: unique(live.map((row) => row.at)).at(-1) ?? at.toISOString(),
    // The drill breaks things, and so it runs on the local cloud alone.
    where: 'local cloud',
    response,
    shownBy: `${extentOf(live, population)}, and ${response}`,
  };
}

export const drillGaps = (rows: readonly DrilledControl[]): readonly string[] =>
  rows.flatMap(({ passed, proof, why }) => {
    if (!passed) return [`fell short in a drill: ${why ?? 'no reason was given'}`];
    return proof === 'live' ? [] : [`not broken for real in a drill: ${why ?? proof}`];
  });

/** A drill of what this deployment has none of shows the loop, and nothing of the deployment. */
export function stagedGap(rows: readonly DrilledControl[]): readonly string[] {
  const live = liveOf(rows).filter(({ passed }) => passed);
  return live.length === 0
    ? []
    : [`only staged for a drill: broken there${by(live)}, and ${responseTo(live.map(outcomeOf))}`];
}

/** Records of drift in which a control did what it promises. */
export function sampleStanding(sample: Sample, { operation }: EvidenceFacts): Standing | undefined {
  if (!operation || sample.fellShort) return undefined;
  return {
    level: 'operating',
    at: sample.last,
    where: operation.where,
    response: responseTo(Object.keys(sample.outcomes)),
    shownBy: sampleText(sample),
  };
}

export function sampleGaps(sample: Sample | undefined, { operation }: EvidenceFacts): readonly string[] {
  if (!operation) return [];
  if (!sample) return ['no record of drift in the period is of it'];
  return sample.fellShort ? [`fell short in operation: ${sampleText(sample)}`] : [];
}
