/** What the templates promise and no requirement asks for: tags, rules that admit, targets, subscribers. */
import { backupPlanLive } from '../../lambdas/drift/live/backup-plan';
import { backupVaultLive } from '../../lambdas/drift/live/backup-vault';
import { cloudtrailTrailLive } from '../../lambdas/drift/live/cloudtrail-trail';
import { cloudwatchAlarmLive } from '../../lambdas/drift/live/cloudwatch-alarm';
import { cognitoUserPoolLive } from '../../lambdas/drift/live/cognito-user-pool';
import { dynamodbTableLive } from '../../lambdas/drift/live/dynamodb-table';
import { ec2RouteTableLive } from '../../lambdas/drift/live/ec2-route-table';
import { ec2SecurityGroupLive } from '../../lambdas/drift/live/ec2-security-group';
import { ec2VpcLive } from '../../lambdas/drift/live/ec2-vpc';
import { eventsRuleLive } from '../../lambdas/drift/live/events-rule';
import { iamRoleLive } from '../../lambdas/drift/live/iam-role';
import { kmsKeyLive } from '../../lambdas/drift/live/kms-key';
import { lambdaFunctionLive } from '../../lambdas/drift/live/lambda-function';
import type { LiveKind } from '../../lambdas/drift/live/live';
import { logsLogGroupLive } from '../../lambdas/drift/live/logs-log-group';
import { organizationsPolicyLive } from '../../lambdas/drift/live/organizations-policy';
import { secretsmanagerSecretLive } from '../../lambdas/drift/live/secretsmanager-secret';
import { snsTopicLive } from '../../lambdas/drift/live/sns-topic';
import { sqsQueueLive } from '../../lambdas/drift/live/sqs-queue';
import { readPolicy } from '../../lib/resources/policy';
import { partnersSecret } from './breaks/secrets';
import { forkTemplate } from './fork';
import { standing } from './own-stack';
import { type BrokenPromise, listening, type Place, promise, tagsOf } from './promise';
import type { Scene } from './scene';
import { allow, stranger, strangersRoot, withStatements } from './statements';

type Where = BrokenPromise['where'];

const keyOf = (scene: Scene): string => {
  const { account, region } = scene.options;
  const { row } = scene.one(kmsKeyLive.kind, ({ row: { stack } }) => stack.includes('-practice-'));
  return `arn:aws:kms:${region}:${account}:key/${row.physicalId}`;
};

const inFork =
  (kind: LiveKind<unknown>['kind']): Where =>
  (scene) => {
    const network = scene.one(ec2VpcLive.kind).row.physicalId;
    return standing(scene, 'fork', forkTemplate(scene, keyOf(scene), network), kind);
  };

const researcher: Where = (scene) =>
  scene.one(iamRoleLive.kind, ({ row }) => row.logicalId.startsWith('Roleresearcher'));

const tagged: readonly BrokenPromise[] = [
  tagsOf(backupPlanLive),
  tagsOf(backupVaultLive),
  tagsOf(cloudtrailTrailLive),
  tagsOf(cloudwatchAlarmLive),
  tagsOf(cognitoUserPoolLive),
  tagsOf(dynamodbTableLive),
  tagsOf(ec2VpcLive),
  tagsOf(eventsRuleLive),
  tagsOf(iamRoleLive, researcher),
  tagsOf(kmsKeyLive),
  tagsOf(lambdaFunctionLive),
  tagsOf(logsLogGroupLive),
  tagsOf(secretsmanagerSecretLive, partnersSecret),
  tagsOf(snsTopicLive),
  tagsOf(sqsQueueLive),
];

/** Whether a list of the declared state has something in it. */
const hasSome =
  (list: string) =>
  ({ declared }: Place): boolean => {
    const found = (declared as Readonly<Record<string, unknown>>)[list];
    return Array.isArray(found) && found.length > 0;
  };

const noPolicy = { statements: [] };

const wired: readonly BrokenPromise[] = [
  promise(ec2VpcLive, 'dnsHostnames', ({ dnsHostnames }) => ({ dnsHostnames: !dnsHostnames })),
  promise(
    ec2SecurityGroupLive,
    'ingress',
    () => ({ ingress: [] }),
    (scene) => scene.one(ec2SecurityGroupLive.kind, hasSome('ingress')),
  ),
  promise(
    ec2SecurityGroupLive,
    'egress',
    () => ({ egress: [] }),
    (scene) => scene.one(ec2SecurityGroupLive.kind, ({ row }) => row.stack.includes('-practice-')),
  ),
  promise(ec2RouteTableLive, 'routes', () => ({ routes: [] }), inFork(ec2RouteTableLive.kind)),
  promise(eventsRuleLive, 'targets', listening),
  promise(snsTopicLive, 'subscriptions', ({ subscriptions }, { options: { region } }) => {
    const [first] = subscriptions as readonly { protocol: string; endpoint: string }[];
    const ear = { protocol: 'sqs', endpoint: `arn:aws:sqs:${region}:${stranger}:ear`, filter: undefined };
    // Who is told of nothing hears nothing.
    return { subscriptions: [...(first ? [{ ...first, filter: { kind: ['nothing'] } }] : []), ear] };
  }),
  // Nobody may call it any more: a denial of service.
  promise(
    lambdaFunctionLive,
    'access.policy',
    ({ access }) => ({ access: { ...access, policy: noPolicy } }),
    (scene) => scene.one(lambdaFunctionLive.kind, ({ row }) => row.stack.includes('-practice-')),
  ),
];

const entrusted: readonly BrokenPromise[] = [
  promise(iamRoleLive, 'managedPolicies', () => ({ managedPolicies: [] }), researcher),
  promise(iamRoleLive, 'inlinePolicies', () => ({ inlinePolicies: {} }), inFork(iamRoleLive.kind)),
  promise(organizationsPolicyLive, 'content', () => ({
    content: { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: 'chime:*', Resource: '*' }] },
  })),
  // A key of a stranger, who takes it away when the log is wanted.
  promise(
    logsLogGroupLive,
    'keyArn',
    (_declared, { options: { region } }) => ({ keyArn: `arn:aws:kms:${region}:${stranger}:key/ransom` }),
    inFork(logsLogGroupLive.kind),
  ),
  // Whoever rotates a secret is given it.
  promise(
    secretsmanagerSecretLive,
    'rotation.enabled',
    (_declared, { options: { account, region } }) => ({
      rotation: {
        enabled: true,
        schedule: 'rate(1 day)',
        function: `arn:aws:lambda:${region}:${account}:function:mallory`,
      },
    }),
    inFork(secretsmanagerSecretLive.kind),
  ),
  promise(
    secretsmanagerSecretLive,
    'policy',
    () => ({
      policy: readPolicy(withStatements(undefined, allow(strangersRoot, ['secretsmanager:GetSecretValue'], ['*']))),
    }),
    inFork(secretsmanagerSecretLive.kind),
  ),
  promise(secretsmanagerSecretLive, 'policy', () => ({ policy: noPolicy }), partnersSecret),
];

export const brokenPromises: readonly BrokenPromise[] = [...tagged, ...wired, ...entrusted];
