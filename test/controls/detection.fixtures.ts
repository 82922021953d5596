import { CfnResource, type Stack } from 'aws-cdk-lib';
import { CfnAnalyzer } from 'aws-cdk-lib/aws-accessanalyzer';
import { CfnConfigurationRecorder, CfnDeliveryChannel } from 'aws-cdk-lib/aws-config';
import { CfnDetector, type CfnDetectorProps } from 'aws-cdk-lib/aws-guardduty';
import { CfnLogGroup } from 'aws-cdk-lib/aws-logs';
import { CfnSession } from 'aws-cdk-lib/aws-macie';
import { CfnPolicy } from 'aws-cdk-lib/aws-organizations';
import { CfnResolverQueryLoggingConfig } from 'aws-cdk-lib/aws-route53resolver';
import { CfnHub, type CfnHubProps, CfnStandard } from 'aws-cdk-lib/aws-securityhub';
import type { Fixtures } from './fixture';

const key = 'arn:aws:kms:us-east-1:111122223333:key/8f1d3c1e-0000-4000-8000-000000000000';
const s3 = (status: string) => [{ name: 'S3_DATA_EVENTS', status }];

const detector =
  (props: Partial<CfnDetectorProps> = {}) =>
  (stack: Stack) => {
    new CfnDetector(stack, 'Detector', {
      enable: true,
      findingPublishingFrequency: 'FIFTEEN_MINUTES',
      features: s3('ENABLED'),
      ...props,
    });
  };

const hub =
  (props: Partial<CfnHubProps> = {}, standard = true) =>
  (stack: Stack) => {
    new CfnHub(stack, 'Hub', { enableDefaultStandards: false, autoEnableControls: true, ...props });
    if (!standard) return;
    new CfnStandard(stack, 'Standard', {
      standardsArn: 'arn:aws:securityhub:us-east-1::standards/nist-800-53/v/5.0.0',
    });
  };

const roleArn = 'arn:aws:iam::111122223333:role/config';
const recorder =
  (recordingGroup: CfnConfigurationRecorder.RecordingGroupProperty, s3KmsKeyArn: string | null = key, channel = true) =>
  (stack: Stack) => {
    new CfnConfigurationRecorder(stack, 'Recorder', { roleArn, recordingGroup });
    if (channel) {
      new CfnDeliveryChannel(stack, 'Channel', { s3BucketName: 'planted', s3KmsKeyArn: s3KmsKeyArn ?? undefined });
    }
  };
const everything = { allSupported: true };

const analyzer =
  (archiveRules?: CfnAnalyzer.ArchiveRuleProperty[], type = 'ACCOUNT') =>
  (stack: Stack) => {
    new CfnAnalyzer(stack, 'Analyzer', { type, archiveRules });
  };

const queryLog = (kmsKeyId?: string) => (stack: Stack) => {
  const group = new CfnLogGroup(stack, 'Logs', { logGroupName: '/planted/dns', kmsKeyId, retentionInDays: 365 });
  new CfnResolverQueryLoggingConfig(stack, 'QueryLog', { destinationArn: group.attrArn });
};

export const detectorFixtures: Fixtures = {
  'guardduty.detector.enabled': { violating: detector({ enable: false }), compliant: detector() },
  'guardduty.detector.s3': { violating: detector({ features: s3('DISABLED') }), compliant: detector() },
  'guardduty.detector.frequency': {
    violating: detector({ findingPublishingFrequency: undefined }),
    compliant: detector({ findingPublishingFrequency: 'ONE_HOUR' }),
  },
  'securityhub.hub.standards': { violating: hub({}, false), compliant: hub() },
  'securityhub.hub.auto-enable': { violating: hub({ autoEnableControls: false }), compliant: hub() },
  'config.recorder.recording': { violating: recorder(everything, key, false), compliant: recorder(everything) },
  'config.recorder.scope': {
    violating: recorder({ allSupported: false, resourceTypes: ['AWS::S3::Bucket'] }),
    compliant: recorder({
      allSupported: false,
      resourceTypes: ['AWS::EC2::VPC', 'AWS::IAM::Role', 'AWS::KMS::Key', 'AWS::S3::Bucket'],
    }),
  },
  'config.delivery-channel.encrypted': { violating: recorder(everything, null), compliant: recorder(everything) },
  'access-analyzer.analyzer.archive-rules': {
    violating: analyzer([{ ruleName: 'quiet', filter: [{ property: 'isPublic', eq: ['true'] }] }]),
    compliant: analyzer(),
  },
  'access-analyzer.analyzer.type': {
    violating: analyzer(undefined, 'ACCOUNT_INTERNAL_ACCESS'),
    compliant: analyzer(undefined, 'ORGANIZATION'),
  },
  'macie.session.enabled': {
    violating: (stack) => {
      new CfnSession(stack, 'Macie', { status: 'PAUSED' });
    },
    compliant: (stack) => {
      new CfnSession(stack, 'Macie', { status: 'ENABLED' });
    },
  },
  'route53resolver.query-log.encrypted': {
    violating: queryLog(),
    compliant: queryLog(key),
    also: ['logs.log-group.encrypted'],
  },
};

const on = { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true };
const passwords = {
  MinimumPasswordLength: 14,
  PasswordReusePrevention: 24,
  MaxPasswordAge: 90,
  RequireLowercaseCharacters: true,
  RequireUppercaseCharacters: true,
  RequireNumbers: true,
  RequireSymbols: true,
};

const settings =
  (properties: object = {}) =>
  (stack: Stack) => {
    new CfnResource(stack, 'Settings', {
      type: 'Custom::AsepsisAccountSettings',
      properties: {
        ServiceToken: 'arn:aws:lambda:us-east-1:111122223333:function:settings',
        S3PublicAccessBlock: on,
        PasswordPolicy: passwords,
        EbsEncryptionByDefault: true,
        ImageBlockPublicAccess: 'block-new-sharing',
        SnapshotBlockPublicAccess: 'block-all-sharing',
        SsmDocumentPublicSharing: 'Disable',
        ...properties,
      },
    });
  };

const policy = (content: object, targetIds?: string[]) => (stack: Stack) => {
  new CfnPolicy(stack, 'Policy', { name: 'planted', type: 'SERVICE_CONTROL_POLICY', content, targetIds });
};
const deny = (regions: number) => ({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Deny',
      Action: '*',
      Resource: '*',
      Condition: {
        StringNotEquals: { 'aws:RequestedRegion': Array.from({ length: regions }, (_, at) => `planted-region-${at}`) },
      },
    },
  ],
});

export const accountFixtures: Fixtures = {
  'account.settings.s3-public-access': {
    violating: settings({ S3PublicAccessBlock: { ...on, RestrictPublicBuckets: false } }),
    compliant: settings({ S3PublicAccessBlock: undefined }),
  },
  'account.settings.password-policy': {
    violating: settings({ PasswordPolicy: { ...passwords, MaxPasswordAge: 365 } }),
    compliant: settings(),
  },
  'account.settings.ebs-encryption': {
    violating: settings({ EbsEncryptionByDefault: false }),
    compliant: settings({ EbsEncryptionByDefault: 'true' }),
  },
  'account.settings.image-sharing': {
    violating: settings({ ImageBlockPublicAccess: 'unblocked' }),
    compliant: settings(),
  },
  'account.settings.snapshot-sharing': {
    violating: settings({ SnapshotBlockPublicAccess: 'block-new-sharing' }),
    compliant: settings(),
  },
  'account.settings.document-sharing': {
    violating: settings({ SsmDocumentPublicSharing: 'Enable' }),
    compliant: settings(),
  },
  'account.settings.inspector': {
    violating: settings({ InspectorResourceTypes: ['EC2'] }),
    compliant: settings({ InspectorResourceTypes: ['EC2', 'LAMBDA'] }),
  },
  'organizations.policy.size': {
    violating: policy(deny(400), ['r-ab12']),
    compliant: policy(deny(4), ['r-ab12']),
  },
  'organizations.policy.attached': { violating: policy(deny(4)), compliant: policy(deny(4), ['111122223333']) },
};
