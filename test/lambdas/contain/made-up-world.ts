/** A world in memory, in which time passes when a test says so and calls fail when a test says so. */
import type { Case } from '../../../lambdas/contain/case';
import type { Subject } from '../../../lambdas/contain/decide';
import type { Measure } from '../../../lambdas/contain/measures/measure';
import { type ContainPorts, Superseded } from '../../../lambdas/contain/ports';
import { nameOfSuspect, type Suspect } from '../../../lambdas/contain/suspect';
import { type Hold, keyOf, type Target } from '../../../lambdas/contain/target';
import type { Settings } from '../../../lambdas/drift/decide';
import { now } from './findings';

export const account = '111122223333';

/** What stands live, by target. */
export class MadeUpWorld {
  readonly live = new Map<string, string>();
  readonly cases = new Map<string, Case>();
  readonly holds = new Map<string, { readonly caseId: string; readonly until: Date }>();
  readonly told: Case[] = [];
  readonly alarms: string[] = [];
  readonly sessions: string[] = [];
  /** Changes that were made, in order. */
  readonly changes: string[] = [];
  settings: Settings | undefined = { stop: false, modes: {}, stormFixes: 3 };
  at = now;
  /** Thrown by the named step of the named target, as often as it says. */
  readonly faults: { step: 'look' | 'contain' | 'release' | 'tell' | 'write'; on: string; times: number }[] = [];

  /** Puts a target into the world, as it is. */
  place(target: Target, state = 'as it was'): Target {
    this.live.set(keyOf(target), state);
    return target;
  }

  pass(minutes: number): void {
    this.at = new Date(this.at.getTime() + minutes * 60_000);
  }

  private fail(step: MadeUpWorld['faults'][number]['step'], on: string): void {
    const fault = this.faults.find((one) => one.step === step && on.includes(one.on) && one.times > 0);
    if (!fault) return;
    fault.times -= 1;
    throw new Error(`${step} failed`);
  }

  private measure(): Measure<Target, string> {
    return {
      look: async (target) => this.live.get(keyOf(target)),
      contain: async (target, before) => {
        this.fail('contain', keyOf(target));
        this.changes.push(`contain ${keyOf(target)}`);
        this.live.set(keyOf(target), 'contained');
        return before;
      },
      holds: async (target) => this.live.get(keyOf(target)) === 'contained',
      release: async (target, before) => {
        this.fail('release', keyOf(target));
        this.changes.push(`release ${keyOf(target)}`);
        if (this.live.has(keyOf(target))) this.live.set(keyOf(target), before);
      },
      isReleased: async (target, before) => (this.live.get(keyOf(target)) ?? before) === before,
    };
  }

  private async look(suspect: Suspect): Promise<readonly Subject[]> {
    const name = nameOfSuspect(suspect);
    this.fail('look', name);
    const found = targetOf(suspect);
    if (found === undefined || !this.live.has(keyOf(found))) return [{ name, sure: suspect.sure, why: 'it is gone' }];
    return [{ name, sure: suspect.sure, target: found }];
  }

  private write(one: Case): Case {
    this.fail('write', one.id);
    if ((this.cases.get(one.id)?.version ?? 0) !== one.version) throw new Superseded(one.id);
    const next = { ...one, version: one.version + 1 };
    this.cases.set(one.id, JSON.parse(JSON.stringify(next)) as Case);
    return next;
  }

  get ports(): ContainPorts {
    const key = ({ kind, path, physicalId }: Hold) => `${kind} ${physicalId} ${path}`;
    const measure = this.measure() as Measure;
    return {
      settings: async () => this.settings,
      levels: { atOnce: 7, ask: 4 },
      spans: { expiresHours: 24, approvalMinutes: 60 },
      defenders: { account, deployment: 'lakeside', principals: [] },
      look: (suspect) => this.look(suspect),
      reader: () => measure,
      fixer: async (_target, session) => {
        this.sessions.push(session);
        return measure;
      },
      cases: {
        find: async (id) => this.cases.get(id),
        open: async () => [...this.cases.values()].filter((one) => one.closedAt === undefined || !one.told),
        write: async (one) => this.write(one),
        hold: async (holds, caseId, until) => {
          for (const one of holds) this.holds.set(key(one), { caseId, until });
        },
        unhold: async (holds) => {
          for (const one of holds) this.holds.delete(key(one));
        },
      },
      tell: async (one) => {
        this.fail('tell', one.id);
        this.told.push(one);
      },
      alarm: async (subject) => void this.alarms.push(subject),
      clock: () => this.at,
      wait: async () => {},
      log: { info: () => {}, error: () => {} },
    };
  }
}

function targetOf(suspect: Suspect): Target | undefined {
  const arn = (name: string) => `arn:aws:iam::${account}:${name}`;
  switch (suspect.what) {
    case 'role':
      return { kind: 'iam.role', name: suspect.name, arn: arn(`role/${suspect.name}`) };
    case 'user':
      return { kind: 'iam.user', name: suspect.name, arn: arn(`user/${suspect.name}`) };
    case 'instance':
    case 'interface':
      return { kind: 'ec2.instance', id: suspect.id };
    case 'bucket':
      return { kind: 's3.bucket', name: suspect.name, principal: arn(`${suspect.from.is}/${suspect.from.name}`) };
    case 'person':
      return { kind: 'cognito.user', pool: suspect.pool, name: suspect.name };
    default:
      return undefined;
  }
}
