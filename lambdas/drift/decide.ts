/**
 * What to do about one resource, from what is known of it. Pure: facts in, decision out. Nothing here reads a clock, an
 * account or a random number.
 */
import type { AnyControl } from '../../lib/controls/control';
import type { Verdict } from '../../lib/controls/verdict';
import type { Difference } from '../../lib/resources/compare';
import { findingsOf, isAsked, modeOf, noCall, obstacle, openFindings, weakDeclarations, weakFinding } from './findings';

export type Mode = 'enforce' | 'observe' | 'off';

/** What a person may set at run time. */
export interface Settings {
  /** Nothing is changed anywhere; everything is still noticed and told. */
  readonly stop: boolean;
  /** By control id; what is not named has the mode that its control says. */
  readonly modes: Readonly<Record<string, Mode>>;
  /** A resource that was put back this often within ten minutes is being fought over, and left. */
  readonly stormFixes?: number;
}

/** One control held against a state. */
export interface Judged {
  readonly control: AnyControl;
  readonly verdict: Verdict;
  /** Owned paths that the control guards in this state. */
  readonly guards: readonly string[];
}

/** An exception as the template's metadata carries it. */
export interface CarriedException {
  readonly rule: string;
  /** Last day, `YYYY-MM-DD`. */
  readonly expires: string;
}

export interface Facts {
  /** Undefined where the settings could not be read. */
  readonly settings: Settings | undefined;
  readonly now: Date;
  /** CloudFormation's status of the stack, undefined for what is in no stack of ours. */
  readonly stackStatus: string | undefined;
  /** Why the template of its stack is not one that was attested; undefined where it is, or where none ever was. */
  readonly unattested: string | undefined;
  /** The controls held against the declared state; undefined where nothing declares the resource. */
  readonly declared: readonly Judged[] | undefined;
  /** Undefined where the metadata could not be read as exceptions. */
  readonly exceptions: readonly CarriedException[] | undefined;
  /** The controls held against the live state; undefined where the resource does not exist. */
  readonly live: readonly Judged[] | undefined;
  readonly differences: readonly Difference[];
  /** Paths where either side is not known. */
  readonly undecided: readonly { readonly path: string; readonly why: string }[];
  /** Paths that can be put back through the API, each with every path that the same call writes. */
  readonly puts: ReadonlyMap<string, readonly string[]>;
  /** Whether the API can make the resource anew as it was declared, under its own physical id. */
  readonly canRecreate: boolean;
  /** Paths that a person has taken back by `asepsis undo`, or that a containment holds, for now. */
  readonly held: ReadonlySet<string>;
  /** Moments of the fixes of this resource, newest first or not. */
  readonly fixes: readonly Date[];
}

/** A property that is not as it should be, and the controls that ask for it. */
export interface Finding {
  readonly path: string;
  readonly controls: readonly AnyControl[];
  readonly found: string;
  readonly expected: string;
}

export type Decision =
  /** All is as declared, or nobody asks. */
  | { readonly act: 'nothing' }
  /** A deploy is under way: look again later. */
  | { readonly act: 'postpone'; readonly why: string }
  /** Put these paths back, by the leave of these controls. `others` are told and left. */
  | { readonly act: 'fix'; readonly paths: readonly Finding[]; readonly others: readonly Finding[] }
  /** Make it anew under its own name. */
  | { readonly act: 'recreate'; readonly controls: readonly AnyControl[] }
  /** Told, and left to a person. */
  | ({ readonly act: 'report' } & Told)
  /** Somebody is called: this cannot go on, or cannot be known. */
  | ({ readonly act: 'alarm' } & Told);

export interface Told {
  readonly why: string;
  readonly findings: readonly Finding[];
  /** No call of ours mends it, and a deploy of what is declared would: a change set is made ready for a person. */
  readonly byDeploy?: true;
}

/** A resource that drifts this often within the window is being fought over, unless the settings say another number. */
export const stormFixes = 3;

/** The window of a storm. */
export const stormMinutes = 10;

/** Fixes of late. One that a clock ahead of ours dated into the future is of late too. */
function isStorm({ fixes, now }: Facts, { stormFixes: most = stormFixes }: Settings): boolean {
  const since = now.getTime() - stormMinutes * 60_000;
  return fixes.filter((at) => at.getTime() > since).length >= most;
}

const stormOf = ({ stormFixes: most = stormFixes }: Settings): string =>
  `it was put back ${most} times in ${stormMinutes} minutes: somebody works against it`;

/** Why a deleted resource is not made anew. */
function obstacleToRecreate(
  facts: Facts,
  settings: Settings,
  weak: readonly Judged[],
  enforced: readonly AnyControl[],
) {
  if (!facts.canRecreate) return 'it was deleted, and its stack alone can make it anew as it was, under the same id';
  if (facts.held.size > 0) return 'it was deleted, and a person or a containment holds it, for now';
  if (enforced.length === 0) return 'it was deleted, and fixes are stopped or only observed';
  if (weak.length > 0) return 'it was deleted, and what is declared is itself too weak';
  return isStorm(facts, settings) ? `it was deleted again: ${stormOf(settings)}` : undefined;
}

function decideAbsent(facts: Facts, settings: Settings, weak: readonly Judged[]): Decision {
  const { declared } = facts;
  if (declared === undefined) return { act: 'nothing' };
  const asked = declared.map(({ control }) => control).filter((control) => modeOf(control, settings) !== 'off');
  if (asked.length === 0 && declared.length > 0) return { act: 'nothing' };
  const enforced = asked.filter((control) => modeOf(control, settings) === 'enforce');
  const why = obstacleToRecreate(facts, settings, weak, enforced);
  if (why === undefined) return { act: 'recreate', controls: enforced };
  const findings = [{ path: '', controls: asked, found: 'nothing: it was deleted', expected: 'the resource' }];
  const byDeploy = obstacleToRecreate({ ...facts, canRecreate: true }, settings, weak, enforced) === undefined;
  return { act: 'alarm', why, findings, ...(byDeploy ? { byDeploy } : {}) };
}

/**
 * A template that nobody attested is no aim of a fix: whoever can update a stack would have the loop enforce what they
 * wrote. What it says is told all the same, and nothing is made ready that would bring it back.
 */
function withoutAim(decision: Decision, why: string): Decision {
  switch (decision.act) {
    case 'fix':
      return { act: 'alarm', why, findings: [...decision.paths, ...decision.others] };
    case 'recreate': {
      const { controls } = decision;
      return {
        act: 'alarm',
        why,
        findings: [{ path: '', controls, found: 'nothing: it was deleted', expected: 'the resource' }],
      };
    }
    case 'report':
    case 'alarm':
      return { act: decision.act, why: decision.why, findings: decision.findings };
    default:
      return decision;
  }
}

/** The one decision about one resource. */
export function decide(facts: Facts): Decision {
  const decision = decideByDeclared(facts);
  return facts.unattested === undefined ? decision : withoutAim(decision, `not attested: ${facts.unattested}`);
}

function decideByDeclared(facts: Facts): Decision {
  const { exceptions, settings, stackStatus } = facts;
  if (settings === undefined)
    return { act: 'alarm', why: 'the settings cannot be read: nothing is changed', findings: findingsOf(facts) };
  if (exceptions === undefined)
    return { act: 'alarm', why: 'the exceptions cannot be read: nothing is changed', findings: findingsOf(facts) };
  if (stackStatus?.endsWith('_IN_PROGRESS')) return { act: 'postpone', why: `its stack is ${stackStatus}` };
  const weak = weakDeclarations(facts, exceptions);
  if (facts.live === undefined) return decideAbsent(facts, settings, weak);
  const { findings, unknowns } = openFindings(facts, settings, exceptions);
  const weakOnes = weak.map(weakFinding).filter((finding) => isAsked(finding, settings));
  const fixable = findings.filter((finding) => obstacle(finding, facts, settings, weak) === undefined);
  const others = [...findings.filter((finding) => !fixable.includes(finding)), ...unknowns, ...weakOnes];
  if (fixable.length > 0 && isStorm(facts, settings))
    return { act: 'alarm', why: stormOf(settings), findings: [...fixable, ...others] };
  if (fixable.length > 0) return { act: 'fix', paths: fixable, others };
  if (weakOnes.length > 0)
    return { act: 'alarm', why: 'what is declared is itself too weak: it is no aim of a fix', findings: others };
  if (unknowns.length > 0)
    return { act: 'alarm', why: 'something cannot be known: nothing is changed', findings: others };
  const [first] = findings;
  if (first === undefined) return { act: 'nothing' };
  const why = obstacle(first, facts, settings, weak) ?? 'it is only observed';
  const byDeploy = findings.some((finding) => obstacle(finding, facts, settings, weak) === noCall);
  return { act: 'report', why, findings, ...(byDeploy ? { byDeploy } : {}) };
}
