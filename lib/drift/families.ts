/**
 * Resource families: which function of the drift loop answers for which kind. One function a family, so that each holds
 * the SDK clients and the permissions of its own services alone.
 */
import { controls } from '../controls';
import type { AnyControl } from '../controls/control';

/** Families by the first word of a kind's name. */
const families = {
  identity: ['iam', 'cognito'],
  data: ['s3', 'kms', 'dynamodb', 'backup', 'secretsmanager'],
  network: ['ec2', 'route53resolver'],
  detection: ['cloudtrail', 'guardduty', 'securityhub', 'config', 'macie', 'access-analyzer', 'logs'],
  messaging: ['sns', 'sqs', 'events', 'scheduler', 'cloudwatch', 'lambda', 'ssm'],
  account: ['account', 'organizations'],
} as const;

export type Family = keyof typeof families;

export const familyNames = Object.keys(families) as readonly Family[];

/** The family of a kind; undefined for the kinds of forks, which the loop does not reach. */
export function familyOf(kind: string): Family | undefined {
  const service = kind.split('.')[0] ?? '';
  return familyNames.find((family) => (families[family] as readonly string[]).includes(service));
}

/** The controls that a family's function guards: those that something at run time can break. */
export const controlsOf = (family: Family): readonly AnyControl[] =>
  controls.filter((control) => familyOf(control.resource.name) === family && control.fix.mode !== 'none');

/** An EventBridge pattern over CloudTrail's management events. */
export interface EventPattern {
  readonly source: readonly { readonly prefix: string }[];
  readonly 'detail-type': readonly string[];
  readonly detail: { readonly eventSource: readonly string[]; readonly eventName: readonly string[] };
}

/** AWS refuses a longer pattern. */
const patternLimit = 2_048;

// Nobody but AWS publishes as `aws.*`: an event that somebody put on the bus in CloudTrail's shape is not matched.
const patternOf = (source: string, names: readonly string[]): EventPattern => ({
  source: [{ prefix: 'aws.' }],
  'detail-type': ['AWS API Call via CloudTrail'],
  detail: { eventSource: [`${source}.amazonaws.com`], eventName: [...names].sort() },
});

function splitToFit(source: string, names: readonly string[]): readonly EventPattern[] {
  const pattern = patternOf(source, names);
  if (JSON.stringify(pattern).length <= patternLimit) return [pattern];
  const half = Math.ceil(names.length / 2);
  return [...splitToFit(source, names.slice(0, half)), ...splitToFit(source, names.slice(half))];
}

/**
 * The patterns that bring a family its events, generated from `brokenBy`: one for each service, split where AWS's limit
 * of 2,048 characters asks for it.
 */
export function eventPatterns(guarded: readonly AnyControl[]): readonly EventPattern[] {
  const names = new Map<string, Set<string>>();
  for (const event of guarded.flatMap((control) => control.brokenBy)) {
    const [source = '', name = ''] = event.split(':');
    names.set(source, (names.get(source) ?? new Set()).add(name));
  }
  return [...names].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([source, set]) => splitToFit(source, [...set]));
}
