/** What to do about one finding, from what is known of it. Pure: facts in, plan out. */
import type { Settings } from '../drift/decide';
import type { Finding } from './finding';
import { type Defenders, isProtected, keyOf, type Target } from './target';

/** A suspect as it was found live; without a target where it is not here, or not what the finding says. */
export interface Subject {
  readonly name: string;
  readonly sure: boolean;
  readonly target?: Target;
  /** Why it cannot be contained. */
  readonly why?: string;
}

/** GuardDuty's severities, 1 to 10, from which something is done. */
export interface Levels {
  readonly atOnce: number;
  readonly ask: number;
}

export interface Facts {
  readonly finding: Finding;
  readonly subjects: readonly Subject[];
  /** Undefined where the settings could not be read. */
  readonly settings: Settings | undefined;
  readonly levels: Levels;
  readonly defenders: Defenders;
  /** Whether a person released this finding's containment before: then only a person contains again. */
  readonly releasedBefore: boolean;
}

export interface PlannedStep {
  readonly target: Target;
  readonly mode: 'at-once' | 'ask';
}

export interface Plan {
  readonly steps: readonly PlannedStep[];
  /** What a person is told besides. */
  readonly notes: readonly string[];
  /** Somebody is called, since nothing is contained that should be. */
  readonly alarm: boolean;
}

/** The name under which containment has a mode, beside the controls, in the loop's settings. */
export const containmentMode = 'containment';

const nothing: Plan = { steps: [], notes: [], alarm: false };

/** Why nothing at all is contained for this finding, whoever it names; undefined where something may be. */
function obstacle({ defenders, finding, settings }: Facts): string | undefined {
  if (settings === undefined) return 'the settings cannot be read: nothing is contained';
  if (finding.sample) return 'it is a sample finding: nothing is contained';
  if (finding.archived) return 'it is archived in GuardDuty: nothing is contained';
  if (finding.account !== defenders.account) return `it is about the account ${finding.account}, not this one`;
  if (settings.stop) return 'fixes are stopped: nothing is contained';
  if (settings.modes[containmentMode] === 'observe') return 'containment is only observed: nothing is contained';
  if (finding.type.startsWith('Policy:')) return 'it is about a setting: the drift loop puts those back';
  return undefined;
}

function noteOn({ name, target, why }: Subject, defenders: Defenders): string | undefined {
  if (target === undefined) return `${name}: ${why ?? 'it is not here'}`;
  return isProtected(target, defenders)
    ? `${name}: it defends this account, or approves: it is never contained. Look at it now, by hand`
    : undefined;
}

function stepsOf({ defenders, finding, levels, releasedBefore, subjects }: Facts): readonly PlannedStep[] {
  const steps = new Map<string, PlannedStep>();
  for (const { sure, target } of subjects) {
    if (target === undefined || isProtected(target, defenders)) continue;
    const atOnce = sure && finding.from === 'guardduty' && finding.severity >= levels.atOnce && !releasedBefore;
    const known = steps.get(keyOf(target));
    // Named twice, once for sure: that counts.
    if (known?.mode !== 'at-once') steps.set(keyOf(target), { target, mode: atOnce ? 'at-once' : 'ask' });
  }
  return [...steps.values()];
}

/** The one decision about one finding. */
export function decide(facts: Facts): Plan {
  const { defenders, finding, levels, settings, subjects } = facts;
  if (settings?.modes[containmentMode] === 'off') return nothing;
  if (finding.severity < Math.min(levels.ask, levels.atOnce)) return nothing;
  const grave = finding.severity >= levels.atOnce;
  const why = obstacle(facts);
  if (why !== undefined) return { steps: [], notes: [why], alarm: grave && !finding.sample && !finding.archived };
  const steps = stepsOf(facts);
  const notes = subjects.flatMap((subject) => noteOn(subject, defenders) ?? []);
  if (subjects.length === 0) notes.push('it names nobody and nothing that could be contained');
  const touchesDefender = subjects.some(({ target }) => target !== undefined && isProtected(target, defenders));
  return { steps, notes, alarm: touchesDefender || (grave && steps.length === 0) };
}
