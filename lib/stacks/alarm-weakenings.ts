/** Alarms on what weakens the safeguards: records, detectors, keys, policies. 45 CFR 164.308(a)(1)(ii)(D), 164.312(b). */
import { type Alarm, apiCall, calls } from './alarm';

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

/** Records and detectors, keys and policies: what all else rests on. */
export const weakenings: readonly Alarm[] = [
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
