/** `operating.json`: a period of operation, what speaks for it, what does not, and what was found. Pure. */
import { fingerprintOf } from '../../attest/envelope';
import type { Increment } from '../../attest/increment';
import { tiers } from '../../config/tiers';
import type { EvidenceFacts, OperationFacts } from '../facts';
import { type Found, foundIn, type Month, monthsOf } from './found';

/** Why nothing speaks for a time. */
export type GapKind =
  /** Nothing was written yet: the deployment is younger, or its increments are gone. */
  | 'before the first increment'
  | 'between increments'
  /** The last increment is older than the schedule allows. */
  | 'since the last increment'
  /** The next one is not due. It is no gap. */
  | 'not due yet'
  | 'no increment at all';

export interface Gap {
  readonly from: string;
  readonly to: string;
  readonly kind: GapKind;
}

/** One increment in the summary: its bytes lie beside it in the bundle. */
export interface IncrementLine {
  readonly key: string;
  readonly sha256: string;
  readonly from: string;
  readonly to: string;
  /** Sources that gave nothing, and why. */
  readonly refused: readonly string[];
  /** Sources of which an increment does not hold everything. */
  readonly left: readonly string[];
  readonly notes: readonly string[];
}

export interface Operating {
  readonly format: 'asepsis-operating/1';
  readonly deployment: string;
  readonly where: OperationFacts['where'];
  readonly archive: string;
  readonly from: string;
  readonly to: string;
  /** SHA-256 of the keys whose signature counted, in their DER form. */
  readonly keys: readonly string[];
  readonly increments: readonly IncrementLine[];
  readonly gaps: readonly Gap[];
  /** Each names an object of the archive and what is wrong with it. */
  readonly problems: readonly string[];
  readonly found: Found;
  readonly months: readonly Month[];
}

/** Hours that the schedule's window, the settling and the writing of an increment may add. */
const allowance = 2;

/** Hours after the last increment until when none is missing. */
export const dueHours = ({ config }: Pick<EvidenceFacts, 'config'>): number =>
  tiers[config.tier].evidenceHours + allowance;

function kindOf(gap: Omit<Gap, 'kind'>, { from, increments, to }: OperationFacts, hours: number): GapKind {
  if (increments.length === 0) return 'no increment at all';
  if (gap.from === from.toISOString()) return 'before the first increment';
  if (gap.to !== to.toISOString()) return 'between increments';
  const lasts = Date.parse(gap.to) - Date.parse(gap.from);
  return lasts <= hours * 3_600_000 ? 'not due yet' : 'since the last increment';
}

/** Times that nothing speaks for, and why. */
export const gapsOf = (facts: EvidenceFacts, operation: OperationFacts): readonly Gap[] =>
  operation.gaps.map((gap) => ({ ...gap, kind: kindOf(gap, operation, dueHours(facts)) }));

/** Those that somebody has to explain. */
export const isMissing = ({ kind }: Gap): boolean => kind !== 'not due yet';

function lineOf(key: string, sha256: string, { from, notes, sections, to }: Increment): IncrementLine {
  const told = Object.entries(sections);
  return {
    key,
    sha256,
    from,
    to,
    refused: told.flatMap(([name, one]) => (one.status === 'refused' ? [`${name}: ${one.why}`] : [])),
    left: told.flatMap(([name, one]) => (one.status === 'gathered' && one.left ? [`${name}: ${one.left}`] : [])),
    notes,
  };
}

export function operatingOf(facts: EvidenceFacts, operation: OperationFacts): Operating {
  const { archive, from, increments, problems, publicKeys, to, where } = operation;
  return {
    format: 'asepsis-operating/1',
    deployment: facts.config.name,
    where,
    archive,
    from: from.toISOString(),
    to: to.toISOString(),
    keys: publicKeys.map(fingerprintOf).sort(),
    increments: increments.map(({ increment, key, sha256 }) => lineOf(key, sha256, increment)),
    gaps: gapsOf(facts, operation),
    problems: [...problems].sort(),
    found: foundIn(operation),
    months: monthsOf(operation),
  };
}
