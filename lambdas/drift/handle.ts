/** One message of the queue: which resources it concerns, and the loop around each. */
import type { AnyControl } from '../../lib/controls/control';
import type { StackResource } from '../../lib/resources/resolve';
import { claimOf, isByFixer, raiseImpostor } from './claim';
import type { Deployment } from './deployment';
import { type Target, targetOf } from './examine';
import { guard, type Result } from './guard';
import type { LiveKind } from './live/live';
import type { Ports } from './ports';
import { strangers } from './strangers';
import { concerned } from './targets';
import type { Call, Trigger } from './trigger';
import { reportUnmanaged, unmanagedBy } from './unmanaged';

/** What one function guards. */
export interface Watch {
  readonly kinds: readonly LiveKind<unknown>[];
  readonly controls: readonly AnyControl[];
  /** ARN of the role in which fixes are made. */
  readonly fixerRoleArn: string;
  /** ARN of the role in which threats are contained and containments released. @default no such role is known */
  readonly containerRoleArn?: string;
  /** Whether it tells of what a call changed in no stack of ours. @default false: another path does */
  readonly tellsUnmanaged?: boolean;
  /** Whether this function answers for a stack. */
  readonly guardsStack: (stack: string) => boolean;
}

interface Guarded {
  readonly kind: LiveKind<unknown>;
  readonly controls: readonly AnyControl[];
  /** Calls that can break one of them. */
  readonly heard: ReadonlySet<string>;
}

/** Worked out once: a watch is one object for as long as its function lives, and most calls that come are nobody's. */
const guardedKinds = new WeakMap<Watch, readonly Guarded[]>();

function kindsOf(watch: Watch): readonly Guarded[] {
  const known = guardedKinds.get(watch);
  if (known) return known;
  const kinds = watch.kinds.flatMap((kind): readonly Guarded[] => {
    const controls = watch.controls.filter((control) => control.resource.name === kind.kind.name);
    const heard = new Set(controls.flatMap(({ brokenBy }) => brokenBy as string[]));
    return controls.length > 0 ? [{ kind, controls, heard }] : [];
  });
  guardedKinds.set(watch, kinds);
  return kinds;
}

/** The kinds of a watch with their controls, those alone that a call can have broken. */
const guardedBy = (watch: Watch, call?: Call): readonly Guarded[] =>
  kindsOf(watch).filter(({ heard }) => call === undefined || heard.has(call.name));

const rowsOf = ({ kind }: Guarded, { declared, rows }: Deployment): readonly StackResource[] => {
  const declaring = new Set(
    kind.kind.types.flatMap((type) => declared.ofType(type).map(({ logicalId, stack }) => `${stack}/${logicalId}`)),
  );
  return rows.filter(({ logicalId, stack }) => declaring.has(`${stack}/${logicalId}`));
};

/** The resources that a call concerns: ours by their rows, and strangers where their very existence is the matter. */
function targetsOfCall(watch: Watch, call: Call, deployment: Deployment): readonly Target[] {
  const named = deployment.names.namedBy(call);
  return guardedBy(watch, call).flatMap((guarded): readonly Target[] => {
    const { controls, kind } = guarded;
    const ours = concerned(kind.kind.name, named, rowsOf(guarded, deployment)).filter(({ stack }) =>
      watch.guardsStack(stack),
    );
    const forbidden = controls.filter((control) => control.forbidden);
    const known = new Set(ours.map(({ physicalId }) => physicalId));
    const foreign = forbidden.length === 0 ? [] : strangers(kind.kind.name, call, named).filter((id) => !known.has(id));
    return [
      ...ours.flatMap((row) => targetOf(kind, controls, row, deployment) ?? []),
      ...foreign.map((physicalId) => ({ kind, controls: forbidden, physicalId })),
    ];
  });
}

/**
 * What containment does to a stranger is not undone here: it deactivates a suspect's key, and a release gives back what was
 * there before. It holds each call of its role against its cases itself, and raises one that belongs to none.
 */
const isContainments = ({ row }: Target, call: Call, { containerRoleArn }: Watch): boolean =>
  row === undefined && containerRoleArn !== undefined && isByFixer(call, containerRoleArn);

function targetsOfVisit(
  watch: Watch,
  { logicalId, stack }: Extract<Trigger, { kind: 'visit' }>,
  deployment: Deployment,
): readonly Target[] {
  if (!watch.guardsStack(stack)) return [];
  return guardedBy(watch).flatMap((guarded) =>
    rowsOf(guarded, deployment)
      .filter((row) => row.stack === stack && row.logicalId === logicalId)
      .flatMap((row) => targetOf(guarded.kind, guarded.controls, row, deployment) ?? []),
  );
}

/** What came of one trigger: results, and the failures for which it must come again. */
export interface Handled {
  readonly results: readonly Result[];
  readonly failures: readonly unknown[];
}

/** Does what bears a name once, however often it is asked for, and answers the same each time. */
export type Once = (key: string, work: () => Promise<Result>) => Promise<Result>;

/** What is to be done about a trigger, each under a name of its own. */
type Errand = readonly [key: string, work: () => Promise<Result>];

async function run(errands: readonly Errand[], once: Once): Promise<Handled> {
  const results: Result[] = [];
  const failures: unknown[] = [];
  for (const [key, work] of errands) {
    try {
      results.push(await once(key, work));
    } catch (error) {
      failures.push(error);
    }
  }
  return { results, failures };
}

/**
 * Handles one trigger. Resources are looked at one after the other; a failure with one does not keep the others from
 * their turn. What concerns nobody costs no call of AWS.
 *
 * @param once runs the loop around one resource once for each trigger, however often the message comes
 */
export async function handle(trigger: Trigger, watch: Watch, ports: Ports, once: Once): Promise<Handled> {
  const call = trigger.kind === 'call' ? trigger : undefined;
  const byFixer = call !== undefined && isByFixer(call, watch.fixerRoleArn);
  const ignored = call !== undefined && ((call.failed && !byFixer) || guardedBy(watch, call).length === 0);
  if (ignored) return { results: [], failures: [] };
  const deployment = await ports.deployment();
  const targets =
    trigger.kind === 'call'
      ? targetsOfCall(watch, trigger, deployment).filter((target) => !isContainments(target, trigger, watch))
      : targetsOfVisit(watch, trigger, deployment);
  const errands: Errand[] = [];
  if (call !== undefined && byFixer) {
    const claim = await claimOf(call, watch.fixerRoleArn, targets, ports.records);
    if (claim === 'ours') return { results: [], failures: [] };
    errands.push([`${call.id}/impostor`, () => raiseImpostor(call, targets, ports)]);
  }
  // A refused call changed nothing: it is told of here, and there is nothing to look at.
  if (!call?.failed)
    for (const target of targets) {
      const key = `${trigger.id}/${trigger.postponed}/${target.kind.kind.name}/${target.physicalId}`;
      errands.push([key, () => guard(target, trigger, deployment, ports)]);
    }
  if (call && !call.failed && !byFixer && watch.tellsUnmanaged && targets.length === 0)
    for (const target of guardedBy(watch, call).flatMap((guarded) => unmanagedBy(call, guarded, deployment))) {
      const one = { target, trigger, deployment, ports, noticedAt: ports.clock() };
      errands.push([`${call.id}/unmanaged/${target.physicalId}`, () => reportUnmanaged(one)]);
    }
  return run(errands, once);
}
