/** What is wrong with a resource, who asks for it, and whether it may be put back. Pure; `decide` draws the conclusion. */
import type { AnyControl } from '../../lib/controls/control';
import type { Reason, Verdict } from '../../lib/controls/verdict';
import type { CarriedException, Facts, Finding, Judged, Mode, Settings } from './decide';

const endOf = (day: string): number => Date.parse(`${day}T23:59:59.999Z`);

export const isExcepted = (control: AnyControl, exceptions: readonly CarriedException[], now: Date): boolean =>
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

/** Whether two dotted paths are about the same, or one about a part of the other. */
export const covers = (path: string, read: string): boolean =>
  path === read || read.startsWith(`${path}.`) || path.startsWith(`${read}.`);

export const reasonsOf = (verdict: Verdict): readonly Reason[] =>
  verdict.status === 'compliant' ? [] : verdict.reasons;

/** The controls that guard an owned path, in the declared state or in the live one, or that fall short there. */
export function guardiansOf(path: string, { declared = [], live = [] }: Facts): readonly AnyControl[] {
  const guarding = [...declared, ...live].filter(({ guards }) => guards.includes(path));
  const falling = live.filter(({ verdict }) => reasonsOf(verdict).some((reason) => covers(path, reason.path)));
  return [...new Set([...guarding, ...falling].map(({ control }) => control))];
}

/** Differences from the promise, and violations of the live state that no difference explains. */
export function findingsOf(facts: Facts): readonly Finding[] {
  const { differences, live = [] } = facts;
  const promised = differences.map((one): Finding => {
    const controls = guardiansOf(one.path, facts);
    return { path: one.path, controls, found: show(one.live), expected: show(one.declared) };
  });
  const unexplained = live.flatMap(({ control, verdict }) =>
    verdict.status === 'violated'
      ? verdict.reasons
          .filter((reason) => !promised.some(({ path }) => covers(path, reason.path)))
          .map((reason) => ({ ...reason, controls: [control] }))
      : [],
  );
  return [...promised, ...unexplained];
}

/** What cannot be known, at owned paths and wherever else a control looks: never taken as well, never put back. */
export function unknownsOf(facts: Facts): readonly Finding[] {
  const { live = [], undecided } = facts;
  const promised = undecided.map(({ path, why }): Finding => {
    const controls = guardiansOf(path, facts);
    return { path, controls, found: why, expected: 'a known value' };
  });
  const hidden = live.flatMap(({ control, verdict }) =>
    verdict.status === 'undecidable'
      ? verdict.reasons
          .filter((reason) => !promised.some(({ path }) => covers(path, reason.path)))
          .map((reason) => ({ ...reason, controls: [control] }))
      : [],
  );
  return [...promised, ...hidden];
}

/** Controls that the template itself breaks, without an exception that is still in force. */
export const weakDeclarations = ({ declared = [], now }: Facts, exceptions: readonly CarriedException[]) =>
  declared.filter(({ control, verdict }) => verdict.status !== 'compliant' && !isExcepted(control, exceptions, now));

export const weakFinding = ({ control, verdict }: Judged): Finding => {
  const [first] = reasonsOf(verdict);
  return {
    path: first?.path ?? '',
    controls: [control],
    found: `declared: ${first?.found ?? 'not known'}`,
    expected: first?.expected ?? control.title,
  };
};

/** Whether somebody wants to hear of a finding: not where its controls are all off. */
export const isAsked = ({ controls }: Finding, settings: Settings): boolean =>
  controls.length === 0 || controls.some((control) => modeOf(control, settings) !== 'off');

/** Whether a finding is as the template declares it, by an exception in force. A difference from the promise never is. */
const isAllowed = ({ controls, path }: Finding, { differences, now }: Facts, exceptions: readonly CarriedException[]) =>
  controls.length > 0 &&
  differences.every((difference) => difference.path !== path) &&
  controls.every((control) => isExcepted(control, exceptions, now));

/** Everything that is wrong or not known, that is not excepted, and that somebody wants to hear of. */
export function openFindings(facts: Facts, settings: Settings, exceptions: readonly CarriedException[]) {
  const findings = findingsOf(facts).filter(
    (finding) => isAsked(finding, settings) && !isAllowed(finding, facts, exceptions),
  );
  return { findings, unknowns: unknownsOf(facts).filter((finding) => isAsked(finding, settings)) };
}

/** Why a finding is left that a deploy of what is declared would mend. */
export const noCall = 'the API cannot change it without harm';

/** Why a finding by itself may not be put back. */
function ownObstacle(finding: Finding, facts: Facts, settings: Settings, weak: readonly Judged[]): string | undefined {
  const { declared, differences, held, puts } = facts;
  if (held.has(finding.path)) return 'a person took this fix back, or a containment holds it, for now';
  const modes = finding.controls.map((control) => modeOf(control, settings));
  if (settings.stop) return 'fixes are stopped';
  if (modes.length > 0 && !modes.includes('enforce')) return 'it is only observed';
  const isForbidden = declared === undefined && finding.controls.some(({ forbidden }) => forbidden);
  // Without a control of its own, the promise itself is put back.
  const isPromise = declared !== undefined && differences.some(({ path }) => path === finding.path);
  if (!isForbidden && !isPromise) return 'nothing declares what it should be';
  if (weak.some(({ guards }) => guards.includes(finding.path))) return 'what is declared is itself too weak';
  if (![...puts.keys()].some((path) => (isForbidden ? covers(path, finding.path) : path === finding.path)))
    return noCall;
  return undefined;
}

/**
 * Whether a path may be put back, and if not, why not. One call may write several paths: it is made only where each of
 * them that would change may change.
 */
export function obstacle(finding: Finding, facts: Facts, settings: Settings, weak: readonly Judged[]) {
  const own = ownObstacle(finding, facts, settings, weak);
  if (own !== undefined) return own;
  const written = (facts.puts.get(finding.path) ?? []).filter((path) => path !== finding.path);
  if (facts.undecided.some(({ path }) => written.some((one) => covers(one, path))))
    return 'it is written together with something that cannot be known';
  const beside = findingsOf(facts).filter(({ path }) => written.includes(path));
  return beside.some((other) => ownObstacle(other, facts, settings, weak) !== undefined)
    ? 'it is written together with something that must stay as it is'
    : undefined;
}
