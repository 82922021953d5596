/** A customer managed KMS key whose policy keeps administration and use apart. */
import { Duration, type RemovalPolicy, Stack } from 'aws-cdk-lib';
import {
  AccountRootPrincipal,
  type AddToResourcePolicyResult,
  AnyPrincipal,
  Effect,
  PolicyDocument,
  PolicyStatement,
  ServicePrincipal,
} from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { refuseEveryAction, refuseEveryone, uphold } from './safeguards';

/** Looking after a key, without using it. */
export const keyAdministration = [
  'kms:CancelKeyDeletion',
  'kms:CreateAlias',
  'kms:DeleteAlias',
  'kms:DescribeKey',
  'kms:DisableKey',
  'kms:DisableKeyRotation',
  'kms:EnableKey',
  'kms:EnableKeyRotation',
  'kms:GetKeyPolicy',
  'kms:GetKeyRotationStatus',
  'kms:ListGrants',
  'kms:ListKeyPolicies',
  'kms:ListKeyRotations',
  'kms:ListResourceTags',
  'kms:PutKeyPolicy',
  'kms:RevokeGrant',
  'kms:RotateKeyOnDemand',
  'kms:ScheduleKeyDeletion',
  'kms:TagResource',
  'kms:UntagResource',
  'kms:UpdateAlias',
  'kms:UpdateKeyDescription',
];

const use = [
  'kms:Decrypt',
  'kms:DescribeKey',
  'kms:Encrypt',
  'kms:GenerateDataKey',
  'kms:GenerateDataKeyWithoutPlaintext',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
];

/** A grant is a permission that no policy shows: whoever may write one in any way, it is only ever for a service. */
export const noOtherGrants = (): PolicyStatement =>
  new PolicyStatement({
    sid: 'NoOtherGrants',
    effect: Effect.DENY,
    principals: [new AnyPrincipal()],
    actions: ['kms:CreateGrant'],
    resources: ['*'],
    conditions: { BoolIfExists: { 'kms:GrantIsForAWSResource': 'false', 'aws:PrincipalIsAWSService': 'false' } },
  });

export interface AsepsisKeyProps {
  /** What the key is for; shown in the console and in evidence. */
  readonly description: string;
  /** Alias without `alias/`; starts with the deployment's name. */
  readonly alias: string;
  /**
   * Services through which principals of this account may use the key, as in `kms:ViaService` without the region, for
   * example `s3`. IAM policies decide which principals; nobody can use the key directly.
   */
  readonly viaServices: readonly string[];
  /** What happens to the key with its stack. Everything encrypted under a deleted key is lost. */
  readonly removalPolicy: RemovalPolicy.RETAIN | RemovalPolicy.DESTROY;
}

/**
 * Yearly rotation, 30 days before a deletion, administration apart from use. 45 CFR 164.312(a)(2)(iv).
 *
 * The account's root may administer, so that nobody is ever locked out, but has no cryptographic action except through
 * the named services.
 *
 * @throws SafeguardError for a key that can be used through any service, or through none
 */
export class AsepsisKey extends Key {
  constructor(scope: Construct, id: string, props: AsepsisKeyProps) {
    uphold(`${scope.node.path}/${id}`, [
      [
        props.viaServices.length > 0 && !props.viaServices.some((service) => service === '' || service.includes('*')),
        `use through ${props.viaServices.join(', ') || 'no service'}`,
        'named services',
        'Name the services that the key is used through, for example s3.',
      ],
    ]);
    const { account, region } = Stack.of(scope);
    const root = new AccountRootPrincipal();
    const viaService = { 'kms:ViaService': props.viaServices.map((service) => `${service}.${region}.amazonaws.com`) };
    const through = { StringEquals: { ...viaService, 'kms:CallerAccount': account } };
    super(scope, id, {
      description: props.description,
      alias: props.alias,
      enableKeyRotation: true,
      rotationPeriod: Duration.days(365),
      pendingWindow: Duration.days(30),
      removalPolicy: props.removalPolicy,
      policy: new PolicyDocument({
        statements: [
          new PolicyStatement({
            sid: 'Administration',
            principals: [root],
            actions: keyAdministration,
            resources: ['*'],
          }),
          new PolicyStatement({
            sid: 'UseThroughServices',
            principals: [root],
            actions: use,
            resources: ['*'],
            conditions: through,
          }),
          new PolicyStatement({
            sid: 'GrantsForServices',
            principals: [root],
            actions: ['kms:CreateGrant'],
            resources: ['*'],
            conditions: { ...through, Bool: { 'kms:GrantIsForAWSResource': 'true' } },
          }),
          noOtherGrants(),
        ],
      }),
    });
  }

  /** @throws SafeguardError for an Allow to everyone, or of everything: administration and use stay apart */
  override addToResourcePolicy(statement: PolicyStatement, allowNoOp?: boolean): AddToResourcePolicyResult {
    refuseEveryone(this.node.path, statement, 'Grant to a role: key.grantDecrypt(role).');
    refuseEveryAction(this.node.path, statement);
    return super.addToResourcePolicy(statement, allowNoOp);
  }

  /** Lets CloudWatch Logs encrypt the log groups of this account whose names start with `prefix`. */
  allowLogs(prefix: string): void {
    const { account, partition, region } = Stack.of(this);
    this.allowService('CloudWatchLogs', `logs.${region}.amazonaws.com`, {
      ArnLike: {
        'kms:EncryptionContext:aws:logs:arn': `arn:${partition}:logs:${region}:${account}:log-group:${prefix}*`,
      },
    });
  }

  /** Lets CloudTrail encrypt the log files of one trail of this account. */
  allowCloudTrail(trailName: string): void {
    const { account, partition, region } = Stack.of(this);
    const trail = `arn:${partition}:cloudtrail:${region}:${account}:trail/${trailName}`;
    this.allowService('CloudTrail', 'cloudtrail.amazonaws.com', {
      StringEquals: { 'aws:SourceArn': trail },
      StringLike: { 'kms:EncryptionContext:aws:cloudtrail:arn': `arn:${partition}:cloudtrail:*:${account}:trail/*` },
    });
    // Describing a key has no encryption context: under the condition above it would be refused, and the trail with it.
    this.addToResourcePolicy(
      new PolicyStatement({
        sid: 'CloudTrailDescribes',
        principals: [new ServicePrincipal('cloudtrail.amazonaws.com')],
        actions: ['kms:DescribeKey'],
        resources: ['*'],
        conditions: { StringEquals: { 'aws:SourceArn': trail } },
      }),
    );
  }

  /** Lets a service that acts for this account use the key, as EventBridge and CloudWatch do for an encrypted topic. */
  allowServiceOfAccount(sid: string, servicePrincipal: string): void {
    this.allowService(sid, servicePrincipal, { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } });
  }

  /**
   * Lets EventBridge publish to topics encrypted under this key. It states no source account when it does: a condition
   * would silence the alarms. The topic's policy decides which rules may publish.
   */
  allowEventBridge(): void {
    this.allowService('EventBridge', 'events.amazonaws.com', undefined);
  }

  private allowService(
    sid: string,
    servicePrincipal: string,
    conditions: Record<string, Record<string, string>> | undefined,
  ): void {
    this.addToResourcePolicy(
      new PolicyStatement({
        sid,
        effect: Effect.ALLOW,
        principals: [new ServicePrincipal(servicePrincipal)],
        actions: [
          'kms:Decrypt',
          'kms:DescribeKey',
          'kms:Encrypt',
          'kms:GenerateDataKey',
          'kms:GenerateDataKeyWithoutPlaintext',
          'kms:ReEncryptFrom',
          'kms:ReEncryptTo',
        ],
        resources: ['*'],
        conditions,
      }),
    );
  }
}
