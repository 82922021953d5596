/** Account switches that have no CloudFormation type, declared by one custom resource. */
import { join } from 'node:path';
import { CustomResource, Duration, type RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { type Safeguard, uphold } from './safeguards';
import { SecureFunction } from './secure-function';

/** CloudFormation type of the declaration. */
export const accountSettingsType = 'Custom::AsepsisAccountSettings';

export interface PasswordPolicySettings {
  readonly minimumPasswordLength: number;
  readonly passwordReusePrevention: number;
  readonly maxPasswordAge: number;
}

export interface AccountSettingsProps {
  readonly name: string;
  /** Left out where the account has one already. */
  readonly passwordPolicy?: PasswordPolicySettings;
  readonly blockPublicS3: boolean;
  readonly inspectLambda: boolean;
  /** The network whose default security group is emptied. */
  readonly vpcId: string;
  readonly encryptionKey: IKey;
  readonly logPrefix: string;
  readonly logRetention: RetentionDays;
  readonly removalPolicy: RemovalPolicy;
}

/**
 * S3 account block, IAM password policy, EBS default encryption, image and snapshot block, SSM document sharing,
 * Inspector, the default security group. Deleting the stack leaves every switch as it is: nothing is ever weakened.
 */
export class AccountSettings extends Construct {
  constructor(scope: Construct, id: string, props: AccountSettingsProps) {
    super(scope, id);
    if (props.passwordPolicy) uphold(this.node.path, passwordSafeguards(props.passwordPolicy));
    const handler = new SecureFunction(this, 'Function', {
      functionName: `${props.name}-account-settings`,
      description: 'Sets account switches that CloudFormation has no type for',
      entry: join(__dirname, '../../lambdas/account-settings/handler.ts'),
      environment: { ACCOUNT_ID: Stack.of(this).account },
      encryptionKey: props.encryptionKey,
      logPrefix: props.logPrefix,
      logRetention: props.logRetention,
      removalPolicy: props.removalPolicy,
      timeout: Duration.minutes(2),
      reservedConcurrency: 1,
    });
    for (const statement of this.statements(props)) handler.addToRolePolicy(statement);
    handler.addPermission('CloudFormation', {
      principal: new ServicePrincipal('cloudformation.amazonaws.com'),
      sourceAccount: Stack.of(this).account,
    });
    new CustomResource(this, 'Settings', {
      resourceType: accountSettingsType,
      serviceToken: handler.functionArn,
      properties: {
        ...(props.blockPublicS3
          ? {
              S3PublicAccessBlock: {
                BlockPublicAcls: true,
                BlockPublicPolicy: true,
                IgnorePublicAcls: true,
                RestrictPublicBuckets: true,
              },
            }
          : {}),
        ...(props.passwordPolicy ? { PasswordPolicy: passwordPolicy(props.passwordPolicy) } : {}),
        EbsEncryptionByDefault: true,
        ImageBlockPublicAccess: 'block-new-sharing',
        SnapshotBlockPublicAccess: 'block-all-sharing',
        SsmDocumentPublicSharing: 'Disable',
        ...(props.inspectLambda ? { InspectorResourceTypes: ['LAMBDA'] } : {}),
        ClosedDefaultSecurityGroupOf: props.vpcId,
      },
    }).node.addDependency(handler.role ?? handler);
  }

  private statements(props: AccountSettingsProps): PolicyStatement[] {
    const { account, partition, region } = Stack.of(this);
    const groups = `arn:${partition}:ec2:${region}:${account}:security-group/*`;
    return [
      // Account-wide switches: AWS offers no resource to name for these actions.
      new PolicyStatement({
        sid: 'AccountSwitches',
        actions: [
          'ec2:DescribeSecurityGroups',
          'ec2:EnableEbsEncryptionByDefault',
          'ec2:EnableImageBlockPublicAccess',
          'ec2:EnableSnapshotBlockPublicAccess',
          ...(props.blockPublicS3 ? ['s3:PutAccountPublicAccessBlock'] : []),
          ...(props.passwordPolicy ? ['iam:UpdateAccountPasswordPolicy'] : []),
          ...(props.inspectLambda ? ['inspector2:Enable'] : []),
        ],
        resources: ['*'],
      }),
      new PolicyStatement({
        sid: 'DocumentSharing',
        actions: ['ssm:UpdateServiceSetting'],
        resources: [
          `arn:${partition}:ssm:${region}:${account}:servicesetting/ssm/documents/console/public-sharing-permission`,
        ],
      }),
      new PolicyStatement({
        sid: 'DefaultSecurityGroup',
        actions: ['ec2:RevokeSecurityGroupEgress', 'ec2:RevokeSecurityGroupIngress'],
        resources: [groups],
        conditions: { ArnEquals: { 'ec2:Vpc': `arn:${partition}:ec2:${region}:${account}:vpc/${props.vpcId}` } },
      }),
      ...(props.inspectLambda ? [inspectorRole(account, partition)] : []),
    ];
  }
}

function inspectorRole(account: string, partition: string): PolicyStatement {
  return new PolicyStatement({
    sid: 'InspectorServiceRole',
    actions: ['iam:CreateServiceLinkedRole'],
    resources: [
      `arn:${partition}:iam::${account}:role/aws-service-role/inspector2.amazonaws.com/AWSServiceRoleForAmazonInspector2`,
    ],
    conditions: { StringEquals: { 'iam:AWSServiceName': 'inspector2.amazonaws.com' } },
  });
}

function passwordSafeguards(settings: PasswordPolicySettings): Safeguard[] {
  const { maxPasswordAge, minimumPasswordLength, passwordReusePrevention } = settings;
  return [
    [
      minimumPasswordLength >= 12,
      `passwords of ${minimumPasswordLength} characters`,
      '12 or more',
      'Raise identity.password.minimumLength.',
    ],
    [
      passwordReusePrevention >= 5,
      `${passwordReusePrevention} passwords remembered`,
      '5 or more',
      'Raise identity.password.historySize.',
    ],
    [
      maxPasswordAge >= 1 && maxPasswordAge <= 90,
      `passwords for ${maxPasswordAge} days`,
      '1 to 90',
      "AWS's HIPAA rule iam-password-policy asks for 90 at most.",
    ],
  ];
}

function passwordPolicy(settings: PasswordPolicySettings): Record<string, unknown> {
  return {
    MinimumPasswordLength: settings.minimumPasswordLength,
    PasswordReusePrevention: settings.passwordReusePrevention,
    MaxPasswordAge: settings.maxPasswordAge,
    RequireLowercaseCharacters: true,
    RequireUppercaseCharacters: true,
    RequireNumbers: true,
    RequireSymbols: true,
    AllowUsersToChangePassword: true,
    HardExpiry: false,
  };
}
