/**
 * A round of the second path, as its schedule begins it but in a hurry: what no event tells of is broken before it, on the
 * parts of the loop itself, and must be put right after it.
 */
import { CloudWatchLogsClient, DeleteLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CreateFunctionUrlConfigCommand, InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { DeleteScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { DeleteQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { cloudwatchAlarmLive } from '../../lambdas/drift/live/cloudwatch-alarm';
import { eventsRuleLive } from '../../lambdas/drift/live/events-rule';
import { iamManagedPolicyLive } from '../../lambdas/drift/live/iam-policy';
import { iamRoleLive } from '../../lambdas/drift/live/iam-role';
import { lambdaFunctionLive } from '../../lambdas/drift/live/lambda-function';
import type { LiveKind } from '../../lambdas/drift/live/live';
import { logsLogGroupLive } from '../../lambdas/drift/live/logs-log-group';
import { schedulerScheduleLive } from '../../lambdas/drift/live/scheduler-schedule';
import { sqsQueueLive } from '../../lambdas/drift/live/sqs-queue';
import type { DriftRecord } from '../../lambdas/drift/record';
import { LocalCloudError } from '../../lib/errors';
import { readPolicy } from '../../lib/resources/policy';
import { echoOf } from './again';
import type { CloudTrailRecord } from './cloudtrail';
import type { DrillRow } from './drill';
import type { Loop } from './loop';
import { type BrokenByCall, type BrokenPromise, listening, promise, tagsOf } from './promise';
import { type Broken, breakPromise, promiseRow } from './promise-scene';
import type { Scene } from './scene';
import { allow, stranger, withStatements } from './statements';

type Where = BrokenPromise['where'];

/** The resource whose physical id ends so, after the deployment's name. */
const part =
  (kind: LiveKind<unknown>['kind'], end: string): Where =>
  (scene) =>
    scene.one(kind, ({ row }) => row.physicalId.endsWith(`${scene.options.deployment}${end}`));

const rule = part(eventsRuleLive.kind, '-drift-network-0');
const role = part(iamRoleLive.kind, '-drift-data-fixer');
const log = part(logsLogGroupLive.kind, '-drift-account');
const called = part(lambdaFunctionLive.kind, '-drift-watch');

/** What its fixers' role may do: a policy of its own, which CloudFormation names. */
const policy: Where = (scene) =>
  scene.one(iamManagedPolicyLive.kind, ({ row }) => row.logicalId.startsWith('GuardnetworkFixerPermissions'));

const anybody = { Effect: 'Allow', Action: '*', Resource: '*' };
const everything = readPolicy({ Version: '2012-10-17', Statement: [anybody] });
const backDoor = readPolicy(withStatements(undefined, allow({ AWS: stranger }, ['lambda:InvokeFunction'], [])));

const promises: readonly BrokenPromise[] = [
  tagsOf(cloudwatchAlarmLive, part(cloudwatchAlarmLive.kind, '-drift-dead-letters')),
  tagsOf(eventsRuleLive, rule),
  promise(eventsRuleLive, 'targets', listening, rule),
  tagsOf(iamRoleLive, role),
  tagsOf(lambdaFunctionLive, called),
  tagsOf(logsLogGroupLive, log),
  tagsOf(sqsQueueLive, part(sqsQueueLive.kind, '-drift-account')),
  promise(iamRoleLive, 'boundary', () => ({ boundary: null }), role),
  promise(iamRoleLive, 'inlinePolicies', () => ({ inlinePolicies: { planted: everything } }), role),
  promise(
    iamRoleLive,
    'managedPolicies',
    () => ({ managedPolicies: ['arn:aws:iam::aws:policy/ReadOnlyAccess'] }),
    role,
  ),
  promise(iamRoleLive, 'maxSessionSeconds', () => ({ maxSessionSeconds: 43_200 }), role),
  // Four times: no version is left for the one that puts it right.
  { ...promise(iamManagedPolicyLive, 'document', () => ({ document: everything }), policy), times: 4 },
  promise(lambdaFunctionLive, 'access.policy', () => ({ access: { ids: ['planted'], policy: backDoor } }), called),
  promise(logsLogGroupLive, 'keyArn', () => ({ keyArn: null }), log),
];

const byCall: readonly BrokenByCall[] = [
  {
    kind: lambdaFunctionLive,
    path: 'urls',
    where: called,
    breakIt: (scene, FunctionName) =>
      scene.open(LambdaClient, 'lambda').send(new CreateFunctionUrlConfigCommand({ FunctionName, AuthType: 'NONE' })),
  },
  {
    kind: logsLogGroupLive,
    path: '',
    where: part(logsLogGroupLive.kind, '-contain'),
    breakIt: (scene, logGroupName) =>
      scene.open(CloudWatchLogsClient, 'cloudwatch-logs').send(new DeleteLogGroupCommand({ logGroupName })),
  },
  {
    kind: schedulerScheduleLive,
    path: '',
    where: part(schedulerScheduleLive.kind, '-drift-sweep'),
    breakIt: (scene, Name) => scene.open(SchedulerClient, 'scheduler').send(new DeleteScheduleCommand({ Name })),
  },
  {
    kind: sqsQueueLive,
    path: '',
    where: part(sqsQueueLive.kind, '-drift-watch-dead-letters'),
    breakIt: (scene, QueueUrl) => scene.open(SQSClient, 'sqs').send(new DeleteQueueCommand({ QueueUrl })),
  },
];

/** Breaks what no event will tell of. @throws Error where nothing is otherwise afterwards */
export async function breakUnheard(scene: Scene): Promise<readonly Broken[]> {
  const broken: Broken[] = [];
  for (const one of [...promises, ...byCall]) broken.push(await breakPromise(one, scene));
  return broken;
}

/** Hands the second path something, and gives its answer. @throws LocalCloudError where it fails */
async function ask(lambda: LambdaClient, deployment: string, event: object): Promise<{ readonly looked: number }> {
  const { FunctionError, Payload } = await lambda.send(
    new InvokeCommand({ FunctionName: `${deployment}-drift-watch`, Payload: JSON.stringify(event) }),
  );
  const text = Buffer.from(Payload ?? []).toString();
  if (FunctionError) throw new LocalCloudError(`the second path failed: ${text}`, 'See the log of the function.');
  return JSON.parse(text) as { readonly looked: number };
}

/** @throws LocalCloudError where the round fails */
export const round = (lambda: LambdaClient, deployment: string): Promise<unknown> =>
  ask(lambda, deployment, { 'detail-type': 'Asepsis round', perSecond: 1_000 });

/** Whether the second path takes a call of its own fix for what it is, and looks at nothing. */
export async function isKnown(
  event: CloudTrailRecord,
  fix: DriftRecord,
  lambda: LambdaClient,
  deployment: string,
): Promise<boolean> {
  const detail = echoOf(event, fix, `${deployment}-drift-watch-fixer`);
  const { looked } = await ask(lambda, deployment, {
    'detail-type': 'AWS API Call via CloudTrail',
    source: `aws.${event.eventSource.split('.')[0]}`,
    detail,
  });
  return looked === 0;
}

/** What the round made of them. */
export async function afterRound(broken: readonly Broken[], loop: Loop, scene: Scene): Promise<readonly DrillRow[]> {
  return Promise.all(
    broken.map(async (one) => {
      const records = await loop.records(one.one.kind.kind.name, one.place.row.physicalId);
      return promiseRow(
        one,
        records.find(({ trigger }) => trigger.id.startsWith('round-')),
        scene,
      );
    }),
  );
}
