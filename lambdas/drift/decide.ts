/**
 * What to do about one resource, from what is known of it. Pure: facts in, decision out. Nothing here reads a clock, an
 * account or a random number.
 */
import type { AnyControl } from '../../lib/controls/control';
import type { Reason, Verdict } from '../../lib/controls/verdict';
import type { Difference } from '../../lib/resources/compare';

export type Mode = 'enforce' | 'observe' | 'off';

/** What a person may set at run time. */
export interface Settings {
  /** Nothing is changed anywhere; everything is still noticed and told. */
  readonly stop: boolean;
  /** By control id; what is not named has the mode that its control says. */
  readonly modes: Readonly<Record<string, Mode>>;
  /** A resource that was put back this often within ten minutes is being fought over, and left. */
  readonly stormFixes: number;
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
  /** The controls held against the declared state; undefined where nothing declares the resource. */
  readonly declared: readonly Judged[] | undefined;
  /** Undefined where the metadata could not be read as exceptions. */
  readonly exceptions: readonly CarriedException[] | undefined;
  /** The controls held against the live state; undefined where the resource does not exist. */
  readonly live: readonly Judged[] | undefined;
  readonly differences: readonly Difference[];
  /** Paths where either side is not known. */
  readonly undecided: readonly { readonly path: string; readonly why: string }[];
  /** Paths that can be put back through the API. */
  readonly puts: ReadonlySet<string>;
  /** Whether the API can make the resource anew under its own physical id. */
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
  | { readonly act: 'report'; readonly why: string; readonly findings: readonly Finding[] }
  /** Somebody is called: this cannot go on, or cannot be known. */
  | { readonly act: 'alarm'; readonly why: string; readonly findings: readonly Finding[] };

/** The window of a storm. */
export const stormMinutes = 10;

const endOf = (day: string): number => Date.parse(`${day}T23:59:59.999Z`);

const isExcepted = (control: AnyControl, exceptions: readonly CarriedException[], now: Date): boolean =>
  exceptions.some(({ expires, rule }) => rule === control.id && endOf(expires) >= now.getTime());

/** The mode of a control: what a person set, never bolder than what the control itself allows. */
export function modeOf(control: AnyControl, { modes, stop }: Settings): Mode {
  const asked = modes[control.id] ?? 'enforce';
  if (asked === 'off') return 'off';
  return stop || control.fix.mode !== 'enforce' ? 'observe' : asked;
}

const show = (value: unknown): string => {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 200 ? `${text.slice(0, 197)}...` : text;
};

const covers = (path: string, read: string): boolean =>
  path === read || read.startsWith(`${path}.`) || path.startsWith(`${read}.`);

const reasonsOf = (verdict: Verdict): readonly Reason[] => (verdict.status === 'compliant' ? [] : verdict.reasons);

/** Differences from the promise, and violations of the live state that no difference explains. */
function findingsOf({ differences, live = [], declared }: Facts): readonly Finding[] {
  const promised = differences.map((one): Finding => {
    const guarding = [...(declared ?? []), ...live].filter(({ guards }) => guards.includes(one.path));
    return {
      path: one.path,
      controls: [...new Set(guarding.map(({ control }) => control))],
      found: show(one.live),
      expected: show(one.declared),
    };
  });
  const broken = live.flatMap(({ control, verdict }) =>
    verdict.status === 'violated' ? reasonsOf(verdict).map((reason) => ({ control, reason })) : [],
  );
  const unexplained = broken
    .filter(({ reason }) => !promised.some(({ path }) => covers(path, reason.path)))
    .map(({ control, reason }) => ({ ...reason, controls: [control] }));
  return [...promised, ...unexplained];
}

/** Controls that the template itself breaks, without an exception that is still in force. */
const weakDeclarations = ({ declared = [], now }: Facts, exceptions: readonly CarriedException[]) =>
  declared.filter(({ control, verdict }) => verdict.status !== 'compliant' && !isExcepted(control, exceptions, now));

const weakFinding = ({ control, verdict }: Judged): Finding => {
  const [first] = reasonsOf(verdict);
  return {
    path: first?.path ?? '',
    controls: [control],
    found: `declared: ${first?.found ?? 'not known'}`,
    expected: first?.expected ?? control.title,
  };
};

/** Whether a path may be put back, and if not, why not. */
function obstacle(finding: Finding, facts: Facts, weak: readonly Judged[]): string | undefined {
  const { declared, differences, held, puts, settings } = facts;
  if (settings === undefined) return 'the settings cannot be read';
  if (held.has(finding.path)) return 'a person took this fix back, or a containment holds it, for now';
  const modes = finding.controls.map((control) => modeOf(control, settings));
  if (settings.stop) return 'fixes are stopped';
  if (modes.length > 0 && !modes.includes('enforce')) return 'it is only observed';
  // Without a control of its own, the promise itself is put back.
  const isForbidden = declared === undefined && finding.controls.some(({ forbidden }) => forbidden);
  const isPromise = declared !== undefined && differences.some(({ path }) => path === finding.path);
  if (!isForbidden && !isPromise) return 'nothing declares what it should be';
  if (weak.some(({ guards }) => guards.includes(finding.path))) return 'what is declared is itself too weak';
  if (![...puts].some((path) => (isForbidden ? covers(path, finding.path) : path === finding.path)))
    return 'the API cannot change it without harm';
  return undefined;
}

function isStorm({ fixes, now }: Facts, { stormFixes }: Settings): boolean {
  const since = now.getTime() - stormMinutes * 60_000;
  return fixes.filter((at) => at.getTime() > since && at.getTime() <= now.getTime()).length >= stormFixes;
}

function decideAbsent({ canRecreate, declared = [], settings, stackStatus }: Facts): Decision {
  if (stackStatus === undefined || settings === undefined) return { act: 'nothing' };
  const asked = declared.map(({ control }) => control).filter((control) => modeOf(control, settings) !== 'off');
  if (asked.length === 0 && declared.length > 0) return { act: 'nothing' };
  const enforced = asked.filter((control) => modeOf(control, settings) === 'enforce');
  if (canRecreate && enforced.length > 0) return { act: 'recreate', controls: enforced };
  const findings = [{ path: '', controls: asked, found: 'nothing: it was deleted', expected: 'the resource' }];
  return { act: 'alarm', why: 'it was deleted, and made anew it would have another id', findings };
}

/** The one decision about one resource. */
export function decide(facts: Facts): Decision {
  const { exceptions, settings, stackStatus, undecided } = facts;
  if (settings === undefined)
    return { act: 'alarm', why: 'the settings cannot be read: nothing is changed', findings: findingsOf(facts) };
  if (exceptions === undefined)
    return { act: 'alarm', why: 'the exceptions cannot be read: nothing is changed', findings: findingsOf(facts) };
  if (stackStatus?.endsWith('_IN_PROGRESS')) return { act: 'postpone', why: `its stack is ${stackStatus}` };
  if (facts.live === undefined) return decideAbsent(facts);
  const weak = weakDeclarations(facts, exceptions);
  const off = (finding: Finding) =>
    finding.controls.length > 0 && finding.controls.every((control) => modeOf(control, settings) === 'off');
  const excepted = (finding: Finding) =>
    finding.controls.length > 0 &&
    facts.differences.every(({ path }) => path !== finding.path) &&
    finding.controls.every((control) => isExcepted(control, exceptions, facts.now));
  const findings = findingsOf(facts).filter((finding) => !off(finding) && !excepted(finding));
  const weakOnes = weak.map(weakFinding).filter((finding) => !off(finding));
  const unknowns = undecided.map(({ path, why }) => ({ path, controls: [], found: why, expected: 'a known value' }));
  const fixable = findings.filter((finding) => obstacle(finding, facts, weak) === undefined);
  const others = [...findings.filter((finding) => !fixable.includes(finding)), ...unknowns, ...weakOnes];
  if (fixable.length > 0 && isStorm(facts, settings))
    return {
      act: 'alarm',
      why: `it was put back ${settings.stormFixes} times in ${stormMinutes} minutes: somebody works against it`,
      findings,
    };
  if (fixable.length > 0) return { act: 'fix', paths: fixable, others };
  if (weakOnes.length > 0)
    return { act: 'alarm', why: 'what is declared is itself too weak: it is no aim of a fix', findings: others };
  if (unknowns.length > 0)
    return { act: 'alarm', why: 'something cannot be known: nothing is changed', findings: others };
  const [first] = findings;
  if (first === undefined) return { act: 'nothing' };
  return { act: 'report', why: obstacle(first, facts, weak) ?? 'it is only observed', findings };
}
