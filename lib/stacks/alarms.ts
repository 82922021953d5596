/**
 * What a person is told at once, as data: EventBridge rules on events that AWS publishes for nothing, so that a trial has
 * them all. 45 CFR 164.308(a)(1)(ii)(D), 164.308(a)(6)(ii), 164.312(b).
 */
import type { Names } from './blueprint';

export interface Alarm {
  /** Construct id. */
  readonly id: string;
  /** Ends the rule's name; starts with the deployment's. */
  readonly suffix: string;
  readonly description: string;
  /** An EventBridge event pattern; AWS accepts 2,048 characters. */
  readonly pattern: object;
  /** Also read-only management events: see `AlertTopic.alertOn`. */
  readonly readOnlyToo?: boolean;
}

const apiCall = 'AWS API Call via CloudTrail';

/** Calls of one service by their CloudTrail names. */
const calls = (source: string, eventName: readonly unknown[], detail: object = {}) => ({
  source: [source],
  'detail-type': [apiCall],
  detail: { eventName, ...detail },
});

/**
 * Not what CloudFormation does with the execution role of the CDK bootstrap: a deployment is reviewed before it runs, and
 * a mail for each of its policies would teach people not to read them. Both must hold, so that neither a stack made by
 * somebody else nor the role in other hands goes unseen.
 */
const notByDeployment = {
  $or: [
    { sourceIPAddress: [{ 'anything-but': ['cloudformation.amazonaws.com'] }] },
    { userIdentity: { type: [{ 'anything-but': ['AssumedRole'] }] } },
    { userIdentity: { sessionContext: { sessionIssuer: { userName: [{ 'anything-but': { prefix: 'cdk-' } }] } } } },
  ],
};

/** Who did what they should not, or weakened what watches. */
function misuse(names: Names): readonly Alarm[] {
  return [
    {
      id: 'RootUse',
      suffix: 'root-use',
      description: 'The root user of the account did something',
      pattern: {
        'detail-type': [apiCall, 'AWS Console Sign In via CloudTrail'],
        detail: { userIdentity: { type: ['Root'] } },
      },
    },
    {
      // People of an identity provider have their second factor there, and no MFAUsed here: IAM users alone are asked.
      id: 'SignInWithoutMfa',
      suffix: 'sign-in-without-mfa',
      description: 'An IAM user signed in to the console without a second factor',
      pattern: {
        source: ['aws.signin'],
        'detail-type': ['AWS Console Sign In via CloudTrail'],
        detail: {
          eventName: ['ConsoleLogin'],
          userIdentity: { type: ['IAMUser'] },
          additionalEventData: { MFAUsed: [{ 'anything-but': ['Yes'] }, { exists: false }] },
          responseElements: { ConsoleLogin: ['Success'] },
        },
      },
    },
    {
      // 45 CFR 164.312(a)(2)(ii): emergency access exists, and its use is never silent.
      id: 'BreakGlass',
      suffix: 'break-glass-used',
      description: 'The break-glass role was assumed',
      pattern: calls('aws.sts', ['AssumeRole'], { requestParameters: { roleArn: [names.breakGlassRoleArn] } }),
      readOnlyToo: true,
    },
  ];
}

/** Records and detectors, keys and policies: what all else rests on. */
const weakenings: readonly Alarm[] = [
  {
    id: 'TrailChanges',
    suffix: 'trail-changed',
    description: 'A trail was stopped, deleted or changed',
    pattern: calls('aws.cloudtrail', [
      'DeleteTrail',
      'PutEventSelectors',
      'PutInsightSelectors',
      'StopLogging',
      'UpdateTrail',
    ]),
  },
  {
    id: 'DetectorChanges',
    suffix: 'detector-changed',
    description: 'Something that detects or records was switched off',
    pattern: {
      source: [
        'aws.access-analyzer',
        'aws.config',
        'aws.ec2',
        'aws.guardduty',
        'aws.inspector2',
        'aws.macie2',
        'aws.securityhub',
      ],
      'detail-type': [apiCall],
      detail: {
        eventName: [
          'BatchDisableStandards',
          'CreateArchiveRule',
          'CreateFilter',
          'DeleteAnalyzer',
          'DeleteConfigRule',
          'DeleteConfigurationRecorder',
          'DeleteDeliveryChannel',
          'DeleteDetector',
          'DeleteFlowLogs',
          'Disable',
          'DisableMacie',
          'DisableSecurityHub',
          'StopConfigurationRecorder',
          'StopMonitoringMembers',
        ],
      },
    },
  },
  {
    id: 'KeyChanges',
    suffix: 'key-weakened',
    description: 'A KMS key was disabled, scheduled for deletion, or its rotation stopped',
    pattern: calls('aws.kms', ['DeleteImportedKeyMaterial', 'DisableKey', 'DisableKeyRotation', 'ScheduleKeyDeletion']),
  },
  {
    id: 'IdentityPolicyChanges',
    suffix: 'identity-policy-changed',
    description: 'An IAM policy, a boundary or a trust policy was changed, or a long-lived credential made',
    pattern: calls(
      'aws.iam',
      [
        'AddUserToGroup',
        { prefix: 'Attach' },
        'CreateAccessKey',
        'CreateLoginProfile',
        'CreatePolicyVersion',
        'CreateUser',
        'DeactivateMFADevice',
        'DeleteAccountPasswordPolicy',
        'DeleteRolePermissionsBoundary',
        { prefix: 'Detach' },
        { wildcard: 'Delete*Policy' },
        { wildcard: 'Put*Policy' },
        'PutRolePermissionsBoundary',
        'SetDefaultPolicyVersion',
        'UpdateAccountPasswordPolicy',
        'UpdateAssumeRolePolicy',
      ],
      notByDeployment,
    ),
  },
  {
    id: 'ResourcePolicyChanges',
    suffix: 'resource-policy-changed',
    description: 'The policy of a bucket, a key, a table, a topic, a queue or a backup vault was changed',
    pattern: {
      source: ['aws.backup', 'aws.dynamodb', 'aws.kms', 'aws.s3', 'aws.sns', 'aws.sqs'],
      'detail-type': [apiCall],
      detail: {
        eventName: [
          'DeleteAccountPublicAccessBlock',
          'DeleteBackupVaultAccessPolicy',
          'DeleteBucketPolicy',
          'DeleteBucketPublicAccessBlock',
          'DeleteBucketReplication',
          'DeleteResourcePolicy',
          'PutAccountPublicAccessBlock',
          'PutBackupVaultAccessPolicy',
          'PutBucketAcl',
          'PutBucketPolicy',
          'PutBucketPublicAccessBlock',
          'PutBucketReplication',
          'PutKeyPolicy',
          'PutResourcePolicy',
          'SetQueueAttributes',
          'SetTopicAttributes',
        ],
        ...notByDeployment,
      },
    },
  },
  {
    id: 'OrganisationPolicyChanges',
    suffix: 'organisation-policy-changed',
    description: 'A policy of the organisation was changed, or an account left it',
    pattern: calls('aws.organizations', [
      'AttachPolicy',
      'CreatePolicy',
      'DeletePolicy',
      'DetachPolicy',
      'DisablePolicyType',
      'LeaveOrganization',
      'RemoveAccountFromOrganization',
      'UpdatePolicy',
    ]),
  },
];

/** GuardDuty's severity from which a person is told at once: 7.0 is high. */
const highSeverity = 7;

/** What AWS's detectors find. Each detector speaks for itself, so that Security Hub repeats none of them. */
const findings: readonly Alarm[] = [
  {
    id: 'Findings',
    suffix: 'guardduty-high',
    description: 'GuardDuty found something of high severity',
    pattern: {
      source: ['aws.guardduty'],
      'detail-type': ['GuardDuty Finding'],
      detail: { severity: [{ numeric: ['>=', highSeverity] }] },
    },
  },
  {
    id: 'Malware',
    suffix: 'malware-found',
    description: 'An uploaded object contains malware',
    pattern: {
      source: ['aws.guardduty'],
      'detail-type': ['GuardDuty Malware Protection Object Scan Result'],
      detail: { scanResultDetails: { scanResultStatus: ['THREATS_FOUND'] } },
    },
  },
  {
    id: 'HubFindings',
    suffix: 'securityhub-high',
    description: 'A check of Security Hub of high or critical severity failed',
    pattern: {
      source: ['aws.securityhub'],
      'detail-type': ['Security Hub Findings - Imported'],
      detail: {
        findings: {
          ProductName: ['Security Hub'],
          Severity: { Label: ['HIGH', 'CRITICAL'] },
          Compliance: { Status: ['FAILED'] },
          RecordState: ['ACTIVE'],
          Workflow: { Status: ['NEW'] },
        },
      },
    },
  },
  {
    id: 'AccessFindings',
    suffix: 'outside-access',
    description: 'Access Analyzer found a resource that is open to outsiders, or access that nobody uses',
    pattern: {
      source: ['aws.access-analyzer'],
      'detail-type': ['Access Analyzer Finding', 'Unused Access Finding for IAM entities'],
      detail: { status: ['ACTIVE'] },
    },
  },
  {
    id: 'VulnerabilityFindings',
    suffix: 'inspector-high',
    description: 'Inspector found a vulnerability of high or critical severity',
    pattern: {
      source: ['aws.inspector2'],
      'detail-type': ['Inspector2 Finding'],
      detail: { severity: ['HIGH', 'CRITICAL'], status: ['ACTIVE'] },
    },
  },
  {
    id: 'SensitiveDataFindings',
    suffix: 'macie-high',
    description: 'Macie found sensitive data, or a bucket that is open, of high severity',
    pattern: {
      source: ['aws.macie'],
      'detail-type': ['Macie Finding'],
      detail: { severity: { description: ['High'] } },
    },
  },
];

/** Copies that were not made, or did not come back. 45 CFR 164.308(a)(7)(ii)(A), (D). */
const copies: readonly Alarm[] = [
  {
    id: 'BackupFailed',
    suffix: 'backup-failed',
    description: 'A backup, or the copy of one, did not complete',
    pattern: {
      source: ['aws.backup'],
      'detail-type': ['Backup Job State Change', 'Copy Job State Change'],
      detail: { state: ['FAILED', 'ABORTED', 'EXPIRED'] },
    },
  },
  {
    id: 'RestoreFailed',
    suffix: 'restore-failed',
    description: 'A restore, or the test of one, did not complete',
    pattern: {
      source: ['aws.backup'],
      'detail-type': ['Restore Job State Change'],
      detail: { status: ['FAILED', 'ABORTED'] },
    },
  },
];

/** Every alarm of a deployment. */
export const alarmsOf = (names: Names): readonly Alarm[] => [...misuse(names), ...weakenings, ...findings, ...copies];
