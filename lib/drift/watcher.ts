/**
 * The second path: who watches the parts of the loop itself. The families guard each other's functions, queues and rules,
 * and hear of what was done to them through those very queues and rules; whoever silences one of them is heard here. Pure.
 * 45 CFR 164.308(a)(1)(ii)(D), 164.312(b).
 */
import { controls } from '../controls';
import type { AnyControl } from '../controls/control';
import { type EventPattern, eventPatterns } from './families';
import { type FamilyPolicies, fixWants, readWants } from './permissions';
import { type Scope, statementsFor, type Want } from './scope';

/** What the loop consists of, and what it may do by: turning off any one of them makes it deaf, mute or powerless. */
const kinds: ReadonlySet<string> = new Set([
  'cloudwatch.alarm',
  'events.rule',
  'iam.managed-policy',
  'iam.role',
  'lambda.event-source-mapping',
  'lambda.function',
  'logs.log-group',
  'scheduler.schedule',
  'sqs.queue',
]);

/** The controls that the second path asks: the same that the families do. */
export const watcherControls: readonly AnyControl[] = controls.filter(
  ({ fix, resource }) => kinds.has(resource.name) && fix.mode !== 'none',
);

/** The stacks that the loop consists of. */
const parts: readonly string[] = ['drift', 'containment'];

/** Whether a stack holds a part of the loop. */
export const isOfTheLoop = (stack: string, deployment: string): boolean =>
  parts.some((part) => stack === `${deployment}-${part}`);

/** Everything in these stacks begins with one of these names, whether we gave it or CloudFormation made it of the stack's. */
const namesOf = ({ name }: Scope): readonly string[] => [`${name}-drift-*`, `${name}-contain*`];

function idsOf(kind: string, scope: Scope): readonly string[] {
  const { account, name, partition } = scope;
  const names = namesOf(scope);
  switch (kind) {
    // AWS numbers what feeds a function.
    case 'lambda.event-source-mapping':
      return ['*'];
    case 'logs.log-group':
      return names.map((one) => `/asepsis/${name}/${one}`);
    case 'iam.managed-policy':
      return names.map((one) => `arn:${partition}:iam::${account}:policy/asepsis/${one}`);
    case 'iam.role':
      return [...names, `${name}-approver`];
    default:
      return names;
  }
}

/** What the second path may do: what the families may, to the parts of the loop alone. */
export function watcherPolicies(scope: Scope): FamilyPolicies {
  const ours = (wants: readonly Want[]) => wants.map((want) => ({ ...want, ids: idsOf(want.kind, scope) }));
  return {
    read: statementsFor(ours(readWants(watcherControls)), '*', scope),
    fix: statementsFor(ours(fixWants(watcherControls)), '*', scope),
  };
}

/**
 * One pattern for all that may silence the loop, so that one rule brings it: the services and the calls of all its kinds. A
 * call of another service that bears the same name is looked at in vain, and changes nothing.
 */
export function watcherPattern(): EventPattern {
  const patterns = eventPatterns(watcherControls);
  const unique = (values: readonly string[]) => [...new Set(values)].sort();
  return {
    source: [{ prefix: 'aws.' }],
    'detail-type': ['AWS API Call via CloudTrail'],
    detail: {
      eventSource: unique(patterns.flatMap(({ detail }) => detail.eventSource)),
      eventName: unique(patterns.flatMap(({ detail }) => detail.eventName)),
    },
  };
}
