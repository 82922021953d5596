/**
 * Data perimeter policies that an organisation can attach: SCP, RCP, declarative EC2 policy, AI-services opt-out.
 *
 * Pure: configuration in, policy documents out. After the AWS data perimeter objectives: only trusted identities, only
 * trusted resources, only expected networks. None of them binds the organisation's management account.
 */
import type { Config } from '../config/schema';
import { AsepsisError } from '../errors';

export type PolicyType =
  | 'SERVICE_CONTROL_POLICY'
  | 'RESOURCE_CONTROL_POLICY'
  | 'DECLARATIVE_POLICY_EC2'
  | 'AISERVICES_OPT_OUT_POLICY';

export interface PerimeterPolicy {
  /** Name of the policy and, with `.json`, of its file. */
  readonly name: string;
  readonly type: PolicyType;
  readonly description: string;
  readonly content: Record<string, unknown>;
}

/** Characters that AWS Organizations accepts in a policy. */
export const policySizeLimit = 5120;

const role = (name: string) => `arn:aws:iam::*:role/asepsis/${name}`;

/** Global services, which answer in us-east-1 whatever the caller's region. */
const globalActions = [
  'account:*',
  'artifact:*',
  'budgets:*',
  'ce:*',
  'cloudfront:*',
  'health:*',
  'iam:*',
  'organizations:*',
  'route53:*',
  'sts:*',
  'support:*',
  'tag:*',
  'trustedadvisor:*',
];

/** Global services deliver their events there. */
const globalRegion = 'us-east-1';

/**
 * Nobody acts outside the allowed regions. Where us-east-1 is none of them, the CDK's roles may still deploy there: the
 * rules that forward the events of global services (`GlobalEventsStack`) have no other place to be.
 */
function regionStatements(allowedRegions: readonly string[]): Record<string, unknown>[] {
  const deny = (sid: string, regions: readonly string[], unless: object = {}) => ({
    Sid: sid,
    Effect: 'Deny',
    NotAction: globalActions,
    Resource: '*',
    Condition: { StringNotEquals: { 'aws:RequestedRegion': regions }, ...unless },
  });
  if (allowedRegions.includes(globalRegion)) return [deny('AllowedRegionsOnly', allowedRegions)];
  return [
    deny('AllowedRegionsOnly', allowedRegions, { ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/cdk-*' } }),
    deny('DeploymentsToo', [...allowedRegions, globalRegion]),
  ];
}

/** Keeps detectors on, identities governed, and every call inside the allowed regions. */
function serviceControlPolicy({ allowedRegions, name }: Config): Record<string, unknown> {
  return {
    Version: '2012-10-17',
    Statement: [
      ...regionStatements(allowedRegions),
      {
        Sid: 'DetectorsStayOn',
        Effect: 'Deny',
        Action: [
          'access-analyzer:DeleteAnalyzer',
          'cloudtrail:DeleteTrail',
          'cloudtrail:StopLogging',
          'config:DeleteConfigRule',
          'config:DeleteConfigurationRecorder',
          'config:DeleteDeliveryChannel',
          'config:StopConfigurationRecorder',
          'ec2:DeleteFlowLogs',
          'guardduty:DeleteDetector',
          'guardduty:DisassociateFromAdministratorAccount',
          'guardduty:StopMonitoringMembers',
          'inspector2:Disable',
          'macie2:DisableMacie',
          'organizations:LeaveOrganization',
          'securityhub:BatchDisableStandards',
          'securityhub:DisableSecurityHub',
        ],
        Resource: '*',
        Condition: exceptDeployment,
      },
      {
        Sid: 'NoLongLivedCredentials',
        Effect: 'Deny',
        Action: ['iam:CreateAccessKey', 'iam:CreateLoginProfile', 'iam:CreateUser'],
        Resource: '*',
      },
      {
        Sid: 'BoundaryStays',
        Effect: 'Deny',
        Action: ['iam:DeleteRolePermissionsBoundary', 'iam:PutRolePermissionsBoundary'],
        Resource: role(`${name}-*`),
        Condition: exceptDeployment,
      },
      {
        Sid: 'NoWayOut',
        Effect: 'Deny',
        Action: [
          'ec2:AttachInternetGateway',
          'ec2:CreateNatGateway',
          'ec2:CreateVpcPeeringConnection',
          'ec2:ModifyVpcBlockPublicAccessOptions',
          'lambda:CreateFunctionUrlConfig',
          'ram:CreateResourceShare',
        ],
        Resource: '*',
        Condition: exceptDeployment,
      },
    ],
  };
}

/** The CloudFormation execution role of the CDK bootstrap is what deploys; a person is not. */
const exceptDeployment = { ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/cdk-*-cfn-exec-role-*' } };

/** Only identities of the organisation, and AWS's services for it, reach the organisation's resources; TLS only. */
function resourceControlPolicy(organisationId: string): Record<string, unknown> {
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'OwnIdentitiesOnly',
        Effect: 'Deny',
        Principal: '*',
        Action: ['dynamodb:*', 'kms:*', 'logs:*', 's3:*', 'secretsmanager:*', 'sqs:*', 'sts:AssumeRole'],
        Resource: '*',
        Condition: {
          StringNotEqualsIfExists: { 'aws:PrincipalOrgID': organisationId },
          BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' },
        },
      },
      {
        Sid: 'NoConfusedDeputy',
        Effect: 'Deny',
        Principal: '*',
        Action: ['kms:*', 's3:*', 'secretsmanager:*', 'sqs:*'],
        Resource: '*',
        Condition: {
          StringNotEqualsIfExists: { 'aws:SourceOrgID': organisationId },
          Null: { 'aws:SourceAccount': 'false' },
          Bool: { 'aws:PrincipalIsAWSService': 'true' },
        },
      },
      {
        Sid: 'TlsOnly',
        Effect: 'Deny',
        Principal: '*',
        Action: ['dynamodb:*', 'kms:*', 's3:*', 'secretsmanager:*', 'sqs:*'],
        Resource: '*',
        Condition: { BoolIfExists: { 'aws:SecureTransport': 'false' } },
      },
    ],
  };
}

const assign = (value: string) => ({ '@@assign': value });

const declarativePolicy = {
  ec2_attributes: {
    vpc_block_public_access: {
      internet_gateway_block: { mode: assign('block_bidirectional'), exclusions_allowed: assign('disabled') },
    },
    image_block_public_access: { state: assign('block_new_sharing') },
    snapshot_block_public_access: { state: assign('block_all_sharing') },
    serial_console_access: { status: assign('disabled') },
    instance_metadata_defaults: {
      http_tokens: assign('required'),
      http_put_response_hop_limit: assign('1'),
      http_endpoint: assign('enabled'),
      instance_metadata_tags: assign('disabled'),
    },
    exception_message: assign('Asepsis keeps healthcare accounts off the internet. Ask the security contact.'),
  },
};

/** AWS may otherwise keep and use what some AI services process. */
const aiOptOutPolicy = {
  services: {
    '@@operators_allowed_for_child_policies': ['@@none'],
    default: { opt_out_policy: { '@@operators_allowed_for_child_policies': ['@@none'], ...assign('optOut') } },
  },
};

/**
 * The policies of a deployment. Without an organisation id there is no RCP: it could name nobody to trust.
 *
 * @throws AsepsisError where a policy is larger than AWS Organizations accepts
 */
export function perimeterPolicies(config: Config): readonly PerimeterPolicy[] {
  const policy = (
    suffix: string,
    type: PolicyType,
    description: string,
    content: Record<string, unknown>,
  ): PerimeterPolicy => {
    const size = JSON.stringify(content).length;
    if (size > policySizeLimit) {
      throw new AsepsisError(`${config.name}-${suffix} has ${size} characters; allowed: ${policySizeLimit}`, {
        code: 'POLICY_TOO_LARGE',
        remedy: 'Name fewer regions in allowedRegions.',
      });
    }
    return { name: `${config.name}-${suffix}`, type, description, content };
  };
  const { id } = config.organisation;
  return [
    policy(
      'scp',
      'SERVICE_CONTROL_POLICY',
      'Detectors stay on; no long-lived credentials; allowed regions only',
      serviceControlPolicy(config),
    ),
    ...(id
      ? [policy('rcp', 'RESOURCE_CONTROL_POLICY', 'Own identities only; TLS only', resourceControlPolicy(id))]
      : []),
    policy('declarative-ec2', 'DECLARATIVE_POLICY_EC2', 'No public network, image or snapshot', declarativePolicy),
    policy('ai-opt-out', 'AISERVICES_OPT_OUT_POLICY', 'AI services keep nothing', aiOptOutPolicy),
  ];
}
