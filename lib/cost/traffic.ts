/**
 * What goes on in an idle deployment: polls, rounds, sweeps, and the calls that they make, each of which GuardDuty and the
 * trail's log group charge for. From the templates, and from what the drift loop says of itself.
 */
import type { Config } from '../config/schema';
import { controlsOf, familyNames } from '../drift/families';
import { reads } from '../drift/reads';
import { isOfTheLoop, watcherControls } from '../drift/watcher';
import type { TemplateResource, TemplateSet } from '../resources/template';
import type { Figures } from './assumptions';
import { timesAMonth } from './schedules';

/** One thing that the drift loop does regularly. */
export interface Regular {
  /** Times a month. */
  readonly times: number;
  /** Resources that it looks at each time. */
  readonly resources: number;
  /** Calls of AWS's control planes each time: management events. */
  readonly calls: number;
  /** Seconds of Lambda each time. */
  readonly seconds: number;
}

export interface Traffic {
  /** Rounds of the second path. */
  readonly rounds: Regular;
  readonly sweeps: Regular;
  /** Ticks of containment's clock. */
  readonly clock: Regular;
  /** Receives a month that find nothing, for each queue that a function drains. */
  readonly emptyReceives: number;
  /** Requests to KMS a month: they are management events as well. */
  readonly kmsRequests: number;
  /** Management events a month: the account's own, the loop's, and KMS's. */
  readonly managementEvents: number;
  /** Reads and writes a month of the drift loop's table: data events. */
  readonly tableReads: number;
  readonly tableWrites: number;
}

type Kinded = readonly { readonly resource: { readonly name: string; readonly types: readonly string[] } }[];

/** Calls that reading each resource takes, over all kinds that these controls see in it. */
function readingCalls(controls: Kinded, set: TemplateSet, guards: (resource: TemplateResource) => boolean) {
  const kinds = new Map(controls.map(({ resource }) => [resource.name, resource]));
  const looked = [...kinds.values()].flatMap(({ name, types }) =>
    types
      .flatMap((type) => set.ofType(type).filter(guards))
      .map((resource) => ({ resource, calls: (reads[name] ?? []).length })),
  );
  return {
    resources: new Set(looked.map(({ resource }) => resource)).size,
    calls: looked.reduce((sum, { calls }) => sum + calls, 0),
  };
}

/** What starts the function of this name, or sends to this queue, by a schedule. */
function timesOf(set: TemplateSet, name: string): number {
  const scheduled = [...set.ofType('AWS::Scheduler::Schedule'), ...set.ofType('AWS::Events::Rule')].filter(
    ({ properties }) => properties.Name === name && typeof properties.ScheduleExpression === 'string',
  );
  return scheduled.reduce((sum, { properties }) => sum + (timesAMonth(String(properties.ScheduleExpression)) ?? 0), 0);
}

function roundsOf(set: TemplateSet, name: string, one: Figures): Regular {
  const { calls, resources } = readingCalls(watcherControls, set, ({ stack }) => isOfTheLoop(stack, name));
  const seconds = resources * (1 / one.partsPerSecond + one.secondsPerVisit);
  // The stacks are read again after two seconds, the settings after five: lambdas/drift/watcher.ts and settings.ts.
  return { times: timesOf(set, `${name}-drift-watch`), resources, calls: calls + seconds / 2 + seconds / 5, seconds };
}

function sweepsOf(set: TemplateSet, name: string, one: Figures): Regular {
  const { calls, resources } = readingCalls(familyNames.flatMap(controlsOf), set, () => true);
  return {
    times: timesOf(set, `${name}-drift-sweep`),
    resources,
    calls: calls + resources * one.callsPerVisit,
    seconds: resources * one.secondsPerVisit,
  };
}

/** A queue's data key is good for five minutes, a table's too; a function that starts cold opens its environment. */
function kmsRequestsOf(rounds: Regular, sweeps: Regular, clock: Regular, set: TemplateSet, one: Figures): number {
  const queues = set.ofType('AWS::Lambda::EventSourceMapping').length;
  const trails = set.ofType('AWS::CloudTrail::Trail').length;
  return rounds.times * 2 + sweeps.times * queues * 4 + clock.times * 3 + trails * one.trailFiles;
}

/** Pure. */
export function trafficOf(set: TemplateSet, { cost, name }: Pick<Config, 'cost' | 'name'>, one: Figures): Traffic {
  const rounds = roundsOf(set, name, one);
  const sweeps = sweepsOf(set, name, one);
  const clock = { times: timesOf(set, `${name}-contain-clock`), resources: 0, calls: 1, seconds: one.secondsPerTick };
  const kmsRequests = kmsRequestsOf(rounds, sweeps, clock, set, one);
  const calls = [rounds, sweeps, clock].reduce((sum, { calls: each, times }) => sum + times * each, 0);
  return {
    rounds,
    sweeps,
    clock,
    emptyReceives: (one.connectionsPerQueue * one.hoursPerMonth * 3_600) / one.longPollSeconds,
    kmsRequests,
    managementEvents: cost.managementEvents + calls + kmsRequests,
    tableReads:
      (rounds.times * rounds.resources + sweeps.times * sweeps.resources) * one.tableReadsPerVisit + clock.times,
    tableWrites: sweeps.times * (sweeps.resources * one.tableWritesPerVisit + 1),
  };
}
