/**
 * The most that the roles of the bootstrap can do, whatever policy they are given: the services in use, no new people or
 * keys, no role without the deployment's boundary, no change of the bootstrap itself, no patient data. Pure. 45 CFR
 * 164.308(a)(4)(ii)(A), 164.312(a)(1).
 */
import type { Config } from '../config/schema';
import { blueprintOf } from '../stacks/blueprint';
import { bootstrapNames, qualifier } from './names';
import { documentOf, neededActions, type PolicyDocument, type Statement } from './policy';

/** What the CDK's own roles need beyond the execution role: stacks, the bucket of templates and code. */
const toolServices = ['cloudformation', 's3', 'ssm', 'kms'];

/** People and keys: this blueprint has none, so no deploy makes any. */
const peopleAndKeys = [
  'iam:AddUserToGroup',
  'iam:AttachGroupPolicy',
  'iam:AttachUserPolicy',
  'iam:CreateAccessKey',
  'iam:CreateGroup',
  'iam:CreateLoginProfile',
  'iam:CreateOpenIDConnectProvider',
  'iam:CreateSAMLProvider',
  'iam:CreateServiceSpecificCredential',
  'iam:CreateUser',
  'iam:DeactivateMFADevice',
  'iam:PutGroupPolicy',
  'iam:PutRolePolicy',
  'iam:PutUserPolicy',
  'iam:UpdateAccessKey',
  'iam:UpdateLoginProfile',
];

const policyChanges = [
  'iam:CreatePolicyVersion',
  'iam:DeletePolicy',
  'iam:DeletePolicyVersion',
  'iam:SetDefaultPolicyVersion',
];

/** Reading or writing what is stored: no deploy needs it. */
const dataActions = [
  'dynamodb:BatchGetItem',
  'dynamodb:BatchWriteItem',
  'dynamodb:DeleteItem',
  'dynamodb:ExportTableToPointInTime',
  'dynamodb:GetItem',
  'dynamodb:PartiQL*', // every PartiQL statement is a read or a write of items
  'dynamodb:PutItem',
  'dynamodb:Query',
  'dynamodb:Scan',
  'dynamodb:UpdateItem',
  'logs:FilterLogEvents',
  'logs:GetLogEvents',
  'logs:StartQuery',
];

/** What production keeps when its stack goes away, so that no deploy needs to destroy it. */
export const destruction: Readonly<Record<string, string>> = {
  'AWS::Backup::BackupVault': 'backup:DeleteBackupVault',
  'AWS::Cognito::UserPool': 'cognito-idp:DeleteUserPool',
  'AWS::DynamoDB::Table': 'dynamodb:DeleteTable',
  'AWS::KMS::Key': 'kms:ScheduleKeyDeletion',
  'AWS::Logs::LogGroup': 'logs:DeleteLogGroup',
  'AWS::S3::Bucket': 's3:DeleteBucket',
};

export interface BoundaryOptions {
  /** Lets one deploy of production change the deployment's own boundary. @default false */
  readonly unlockBoundary?: boolean;
}

function deny(
  Sid: string,
  Action: readonly string[],
  rest: Omit<Statement, 'Sid' | 'Effect' | 'Action'> = {},
): Statement {
  return { Sid, Effect: 'Deny', Action, Resource: rest.NotResource ? undefined : ['*'], ...rest };
}

/** The bootstrap cannot change itself: not its policies, roles, stacks, bucket or version. */
function ownBootstrap(config: Config): readonly Statement[] {
  const { account } = config;
  const { stack, toolkit } = bootstrapNames(config);
  const stacks = [stack, toolkit].map((name) => `arn:aws:cloudformation:*:${account}:stack/${name}/*`);
  return [
    deny('OwnPolicies', ['iam:CreatePolicy', ...policyChanges], {
      Resource: [`arn:aws:iam::${account}:policy/${qualifier}-bootstrap-*`],
    }),
    deny(
      'OwnRoles',
      [
        'iam:AttachRolePolicy',
        'iam:DeleteRole',
        'iam:DetachRolePolicy',
        'iam:PutRolePermissionsBoundary',
        'iam:UpdateAssumeRolePolicy',
      ],
      { Resource: [`arn:aws:iam::${account}:role/cdk-*`] },
    ),
    deny(
      'OwnStacks',
      [
        'cloudformation:CreateChangeSet',
        'cloudformation:CreateStack',
        'cloudformation:DeleteStack',
        'cloudformation:ExecuteChangeSet',
        'cloudformation:UpdateStack',
      ],
      { Resource: stacks },
    ),
    deny('OwnBucket', ['s3:DeleteBucket', 's3:DeleteBucketPolicy', 's3:PutBucketPolicy'], {
      Resource: [`arn:aws:s3:::cdk-${qualifier}-assets-*`],
    }),
  ];
}

/** Roles stay within the deployment's boundary, and in production nobody widens it by a deploy. */
function roles(config: Config, unlocked: boolean): readonly Statement[] {
  const { boundaryArn } = blueprintOf(config).names;
  return [
    deny('OnlyBoundedRoles', ['iam:CreateRole', 'iam:PutRolePermissionsBoundary'], {
      Condition: { StringNotEquals: { 'iam:PermissionsBoundary': boundaryArn } },
    }),
    deny('NoUnbounding', ['iam:DeleteRolePermissionsBoundary', 'iam:DeleteUserPermissionsBoundary']),
    ...(config.mode === 'production' && !unlocked
      ? [deny('LockedBoundary', policyChanges, { Resource: [boundaryArn] })]
      : []),
  ];
}

/**
 * @param types the CloudFormation types of all templates of the configuration
 * @throws AsepsisError for a type whose actions are unknown
 */
export function bootstrapBoundary(
  types: Iterable<string>,
  config: Config,
  { unlockBoundary = false }: BoundaryOptions = {},
): PolicyDocument {
  const actions = neededActions(types);
  const services = [...new Set([...toolServices, ...actions.map((action) => action.split(':')[0] ?? '')])];
  return documentOf([
    {
      Sid: 'ServicesInUse',
      Effect: 'Allow',
      // A boundary grants nothing: the policies of each role do. Of IAM, only what they can have at all.
      Action: [
        ...services.filter((service) => service !== 'iam').map((service) => `${service}:*`),
        ...actions.filter((action) => action.startsWith('iam:')),
        'iam:CreateServiceLinkedRole',
        'sts:GetCallerIdentity',
      ].sort(),
      Resource: ['*'],
    },
    deny('NoPeopleNoKeys', peopleAndKeys),
    ...roles(config, unlockBoundary),
    ...ownBootstrap(config),
    deny('NoData', dataActions),
    deny(
      'NoObjects',
      ['s3:GetObject', 's3:GetObjectVersion', 's3:PutObject', 's3:DeleteObject', 's3:DeleteObjectVersion'],
      {
        NotResource: [`arn:aws:s3:::cdk-${qualifier}-assets-${config.account}-*/*`],
      },
    ),
    ...(config.mode === 'production' ? [deny('KeepsWhatIsKept', Object.values(destruction))] : []),
    {
      Sid: 'AllowedRegionsOnly',
      Effect: 'Deny',
      // IAM, STS and Organizations answer in us-east-1 whatever the caller's region.
      NotAction: ['iam:*', 'organizations:*', 'sts:*'],
      Resource: ['*'],
      Condition: { StringNotEquals: { 'aws:RequestedRegion': config.allowedRegions } },
    },
  ]);
}
