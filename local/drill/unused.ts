/**
 * Why an action is granted to the loop and no drill uses it: by role and action, each with its reason, and with the test
 * that shows the call where there is one to show. An action that is not named here is one too many.
 */

export interface Reason {
  /** Roles by the end of their names. */
  readonly roles: RegExp;
  readonly actions: readonly string[];
  readonly why: string;
  /** Where the call is shown instead: a path, and a text that stands there. */
  readonly shownBy?: readonly [path: string, text: string];
}

const families = /-drift-(account|data|detection|identity|messaging|network)$/;
const guards = /-drift-(account|data|detection|identity|messaging|network|watch)$/;
const every = /-drift-(account|data|detection|identity|messaging|network|sweep|watch)$/;
const functionsFixers = /-drift-(messaging|watch)-fixer$/;

/** What a function's own role is for besides its calls. */
const running: readonly Reason[] = [
  {
    roles: every,
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    why: 'Lambda writes the log in the role’s name',
  },
  {
    roles: every,
    actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
    why: 'table, queues and topic are encrypted: their services use the key in the caller’s name',
  },
  {
    roles: /-drift-sweep$/,
    actions: [
      'dynamodb:Query',
      'events:PutEvents',
      'securityhub:BatchImportFindings',
      'securityhub:BatchUpdateFindings',
      'sns:Publish',
    ],
    why: 'only where a template is deployed that nobody attested: a drill deploys none',
    shownBy: ['test/lambdas/evidence/evidence.cloud.test.ts', 'the sweep raises an alarm in its own role'],
  },
  {
    roles: families,
    actions: ['sqs:ChangeMessageVisibility', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'],
    why: 'Lambda drains the queue in the role’s name',
  },
  {
    roles: families,
    actions: ['sqs:SendMessage'],
    why: 'only during a deploy of the stack, when a message is put off',
    shownBy: ['test/lambdas/drift/handle.test.ts', 'mostPutOffs'],
  },
  {
    roles: /-drift-watch$/,
    actions: ['sqs:SendMessage'],
    why: 'Lambda leaves in the dead-letter queue, in the role’s name, what the second path failed with',
  },
  {
    roles: guards,
    actions: ['dynamodb:DeleteItem'],
    why: 'only after a failure: Powertools forgets what it had begun, so that it is tried again',
    shownBy: ['test/lambdas/drift/books.test.ts', 'forget what failed'],
  },
  {
    roles: guards,
    actions: ['cloudformation:CreateChangeSet'],
    why: 'neither emulator has drift-aware change sets',
    shownBy: ['test/lambdas/drift/way-back.test.ts', 'REVERT_DRIFT'],
  },
];

/** What no emulator has, or no template of ours declares. */
const elsewhere: readonly Reason[] = [
  {
    roles: /-drift-detection$/,
    actions: ['access-analyzer:GetAnalyzer', 'access-analyzer:ListArchiveRules'],
    why: 'neither emulator has Access Analyzer',
    shownBy: ['test/lambdas/drift/live-recorded.test.ts', 'archive'],
  },
  {
    roles: /-drift-detection-fixer$/,
    actions: ['access-analyzer:DeleteArchiveRule'],
    why: 'neither emulator has Access Analyzer',
    shownBy: ['test/lambdas/drift/live-recorded.test.ts', 'archive'],
  },
  {
    roles: /-drift-(messaging|watch)$/,
    actions: ['lambda:GetCodeSigningConfig'],
    why: 'MiniStack has no configurations of code signing',
    shownBy: ['test/lambdas/drift/live-recorded-functions.test.ts', 'code signing'],
  },
  {
    roles: functionsFixers,
    actions: ['lambda:PutFunctionCodeSigningConfig', 'lambda:UpdateCodeSigningConfig'],
    why: 'MiniStack has no configurations of code signing',
    shownBy: ['test/lambdas/drift/live-recorded-functions.test.ts', 'code signing'],
  },
  {
    roles: functionsFixers,
    actions: ['lambda:DeleteResourcePolicy', 'lambda:PutResourcePolicy'],
    why: 'only for a statement without an id; MiniStack gives each one, and writes no whole policy',
    shownBy: ['test/lambdas/drift/live-recorded-functions.test.ts', 'statements without an id'],
  },
  {
    roles: functionsFixers,
    actions: ['lambda:UpdateFunctionUrlConfig'],
    why: 'only where an address is declared; no template of ours has one',
    shownBy: ['test/lambdas/drift/live-functions.cloud.test.ts', 'an address without a signature'],
  },
  {
    roles: /-drift-messaging$/,
    actions: ['ssm:DescribeDocumentPermission'],
    why: 'MiniStack has no documents, and no template of ours declares one',
    shownBy: ['test/lambdas/drift/live-secrets.cloud.test.ts', 'CreateDocument'],
  },
  {
    roles: /-drift-messaging-fixer$/,
    actions: ['ssm:ModifyDocumentPermission'],
    why: 'MiniStack has no documents, and no template of ours declares one',
    shownBy: ['test/lambdas/drift/live-secrets.cloud.test.ts', 'CreateDocument'],
  },
];

/** The second path may do all that the families may; what no part of the loop itself is, is shown by them. */
const ofFamilies: readonly Reason[] = [
  {
    roles: /-drift-watch-fixer$/,
    actions: ['iam:PutRolePolicy'],
    why: 'no role of the loop is declared with an inline policy: the identity family’s fixer makes the call, for a fork’s',
    shownBy: ['local/drill/promises.ts', "promise(iamRoleLive, 'inlinePolicies'"],
  },
  {
    roles: /-drift-watch-fixer$/,
    actions: ['logs:DisassociateKmsKey'],
    why: 'every log group of the loop is under a key: the detection family’s fixer makes the call, for a fork’s',
    shownBy: ['local/drill/promises.ts', "'keyArn'"],
  },
];

/** What a service asks of the caller without a call of the caller's own. */
const asked: readonly Reason[] = [
  {
    roles: /-drift-(detection|identity|messaging|watch)-fixer$/,
    actions: ['iam:PassRole'],
    why: 'asked by the service that is handed a role: CloudTrail, Config, Cognito, EventBridge, Scheduler, Lambda',
  },
  {
    roles: /-drift-account-fixer$/,
    actions: ['iam:CreateServiceLinkedRole'],
    why: 'Inspector makes its role in the name of whoever turns it on',
  },
  {
    roles: /-drift-(detection|watch)-fixer$/,
    actions: ['kms:DescribeKey'],
    why: 'CloudTrail and CloudWatch Logs look at the key that they are told, in the caller’s name',
  },
  {
    roles: /-drift-data-fixer$/,
    actions: ['kms:CreateGrant', 'kms:Decrypt'],
    why: 'DynamoDB and Secrets Manager take a key into use in the caller’s name',
  },
  {
    roles: /-drift-data-fixer$/,
    actions: ['kms:GenerateDataKey'],
    why: 'Secrets Manager encrypts a secret under its key again in the caller’s name',
  },
  {
    roles: /-drift-data-fixer$/,
    actions: ['lambda:InvokeFunction'],
    why: 'Secrets Manager asks it of whoever names the function that rotates a secret',
  },
  {
    roles: functionsFixers,
    actions: ['ec2:DescribeSecurityGroups', 'ec2:DescribeSubnets', 'ec2:DescribeVpcs'],
    why: 'Lambda asks them of whoever puts a function into a network',
  },
  {
    roles: functionsFixers,
    actions: ['kms:CreateGrant', 'kms:Decrypt', 'kms:Encrypt'],
    why: 'Lambda takes the key of an environment into use in the caller’s name',
  },
  {
    roles: functionsFixers,
    actions: ['lambda:GetLayerVersion'],
    why: 'Lambda asks it of whoever names the layers of a function',
  },
];

export const reasons: readonly Reason[] = [...running, ...elsewhere, ...ofFamilies, ...asked];

/** The reason; undefined where there is none, and the grant is one too many. */
export const unusedReason = (role: string, action: string): string | undefined =>
  reasons.find(({ actions, roles }) => roles.test(role) && actions.includes(action))?.why;
