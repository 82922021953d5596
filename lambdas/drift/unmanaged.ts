/**
 * What a call changed that stands in no stack of ours: told once, never looked into and never changed. Whose it is and what
 * it should be, nothing here knows; that it is there, next to patients' records, somebody should.
 */
import { begin, type Case, conclude } from './conclude';
import type { Deployment } from './deployment';
import { nameOf, type Target } from './examine';
import { modeOf } from './findings';
import type { Result } from './guard';
import type { LiveKind } from './live/live';
import { textsAt } from './strangers';
import type { Call } from './trigger';

/** Why it is left, as the record says it. */
export const unmanagedReason = 'it is in no stack of ours: nothing was looked into and nothing changed';

/** Where a call names the resource that it changes, by kind. Kinds that an account has one of are always ours. */
const ids: Readonly<Record<string, string>> = {
  'backup.vault': 'request.backupVaultName',
  'cloudtrail.trail': 'request.name',
  'cognito.user-pool': 'request.userPoolId',
  'dynamodb.table': 'request.tableName',
  'ec2.security-group': 'request.groupId',
  'kms.key': 'request.keyId',
  'lambda.function': 'request.functionName',
  'logs.log-group': 'request.logGroupName',
  's3.bucket': 'request.bucketName',
  'secretsmanager.secret': 'request.secretId',
  'sns.topic': 'request.topicArn',
  'sqs.queue': 'request.queueUrl',
};

/** AWS's own names and ids. */
const anId = /^[\w+=,.@:/-]{1,512}$/;

/** Services act for others all the time, CloudFormation on stacks that are not listed yet; a person or a role is meant. */
const isByService = ({ address }: Call): boolean => address.endsWith('.amazonaws.com');

/** What of a kind the call changed and no stack of ours has; none while a stack changes, which may be about to have it. */
export function unmanagedBy(
  call: Call,
  guarded: Pick<Target, 'kind' | 'controls'>,
  { names, statuses }: Pick<Deployment, 'names' | 'statuses'>,
): readonly Target[] {
  const path = ids[(guarded.kind as LiveKind<unknown>).kind.name];
  const isChanging = [...statuses.values()].some((status) => status.endsWith('_IN_PROGRESS'));
  if (path === undefined || isChanging || isByService(call) || names.namedBy(call).length > 0) return [];
  return textsAt(call, path)
    .filter((id) => anId.test(id))
    .map((physicalId) => ({ ...guarded, physicalId }));
}

/** Tells of it, once for as long as the record is kept. @throws what a telling throws */
export async function reportUnmanaged(one: Case): Promise<Result> {
  const { controls } = one.target;
  const [settings, { lastTold }] = await Promise.all([
    one.ports.settings(),
    one.ports.records.history(nameOf(one.target), one.noticedAt),
  ]);
  const isOff = settings !== undefined && controls.every((control) => modeOf(control, settings) === 'off');
  if (isOff || lastTold?.why === unmanagedReason) return { did: 'nothing' };
  const record = begin(one, 'reported', [], unmanagedReason);
  return { did: 'recorded', record: await conclude(one.ports, { ...record, severity: 'low' }) };
}
