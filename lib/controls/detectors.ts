/** Controls on AWS's detectors and recorders: GuardDuty, Security Hub, Config, Access Analyzer, Macie, resolver logs. */
import { accessAnalyzer } from '../resources/access-analyzer';
import { configDeliveryChannel, configRecorder } from '../resources/config-recorder';
import { guarddutyDetector } from '../resources/guardduty-detector';
import { macieSession } from '../resources/macie-session';
import { route53resolverQueryLog } from '../resources/route53resolver-query-log';
import { securityhubHub } from '../resources/securityhub-hub';
import { defineControl } from './control';
import { all, check, checkEach } from './verdict';

const hasNewId =
  'What is deleted and made anew has another id than its stack knows: CloudFormation puts it back with a REVERT_DRIFT change set.';
const soon = (frequency: string): boolean => frequency === 'FIFTEEN_MINUTES' || frequency === 'ONE_HOUR';

const detector = {
  resource: guarddutyDetector,
  fix: { mode: 'enforce' },
  permissions: ['guardduty:GetDetector', 'guardduty:UpdateDetector'],
} as const;

const guarddutyControls = [
  defineControl({
    ...detector,
    id: 'guardduty.detector.enabled',
    title: 'GuardDuty watches',
    hipaa: ['164.308(a)(5)(ii)(C)', '164.308(a)(6)(ii)', '164.312(b)'],
    configRule: 'guardduty-enabled-centralized',
    severity: 'critical',
    evaluate: (state) => all(check('enabled', state.enabled, 'the detector to be on', (on) => on)),
    remedy: 'Set Enable: true.',
    brokenBy: ['guardduty:UpdateDetector', 'guardduty:DeleteDetector', 'guardduty:StopMonitoringMembers'],
  }),
  defineControl({
    ...detector,
    id: 'guardduty.detector.s3',
    title: 'GuardDuty watches the use of objects, where PHI is',
    hipaa: ['164.308(a)(1)(ii)(D)', '164.312(b)'],
    severity: 'high',
    evaluate: (state) =>
      all(check('plans.S3_DATA_EVENTS', state.plans.S3_DATA_EVENTS, 'S3 protection to be on', (on) => on === true)),
    remedy: 'Name S3_DATA_EVENTS in Features with Status ENABLED.',
    brokenBy: ['guardduty:UpdateDetector'],
  }),
  defineControl({
    ...detector,
    id: 'guardduty.detector.frequency',
    title: 'What GuardDuty finds again is told within the hour',
    hipaa: ['164.308(a)(6)(ii)'],
    severity: 'low',
    evaluate: (state) => all(check('frequency', state.frequency, 'FIFTEEN_MINUTES or ONE_HOUR', soon)),
    remedy: 'Set FindingPublishingFrequency: FIFTEEN_MINUTES; six hours is the default.',
    brokenBy: ['guardduty:UpdateDetector'],
  }),
];

const hub = {
  resource: securityhubHub,
  hipaa: ['164.308(a)(1)(ii)(D)', '164.312(b)'],
  configRule: 'securityhub-enabled',
} as const;
const readHub = ['securityhub:DescribeHub', 'securityhub:GetEnabledStandards'];

const securityhubControls = [
  defineControl({
    ...hub,
    id: 'securityhub.hub.standards',
    title: 'Security Hub holds the account against a standard',
    severity: 'high',
    evaluate: (state) => all(check('standards', state.standards, 'at least one standard', (list) => list.length > 0)),
    remedy: 'Add AWS::SecurityHub::Standard.',
    brokenBy: ['securityhub:BatchDisableStandards', 'securityhub:DisableSecurityHub'],
    fix: { mode: 'enforce' },
    permissions: [...readHub, 'securityhub:BatchEnableStandards'],
  }),
  defineControl({
    ...hub,
    id: 'securityhub.hub.auto-enable',
    title: 'Checks that AWS adds to a standard are on at once',
    severity: 'low',
    evaluate: (state) => all(check('autoEnableControls', state.autoEnableControls, 'to be on', (on) => on)),
    remedy: 'Set AutoEnableControls: true.',
    brokenBy: ['securityhub:UpdateSecurityHubConfiguration'],
    fix: { mode: 'enforce' },
    permissions: [...readHub, 'securityhub:UpdateSecurityHubConfiguration'],
  }),
];

const readRecorder = ['config:DescribeConfigurationRecorderStatus', 'config:DescribeConfigurationRecorders'];

const configControls = [
  defineControl({
    id: 'config.recorder.recording',
    title: 'AWS Config records',
    hipaa: ['164.308(a)(1)(ii)(D)', '164.312(b)'],
    severity: 'high',
    resource: configRecorder,
    evaluate: (state) => all(check('recording', state.recording, 'the recorder to be started', (on) => on)),
    remedy: 'Add AWS::Config::DeliveryChannel: CloudFormation starts a recorder as soon as there is one.',
    brokenBy: ['config:StopConfigurationRecorder', 'config:DeleteConfigurationRecorder'],
    fix: { mode: 'enforce' },
    permissions: [...readRecorder, 'config:StartConfigurationRecorder'],
  }),
  defineControl({
    id: 'config.recorder.scope',
    title: 'AWS Config records every type, or those that are named',
    hipaa: ['164.308(a)(1)(ii)(D)', '164.312(b)'],
    severity: 'medium',
    resource: configRecorder,
    evaluate: (state) =>
      all(
        check(
          'allTypes',
          state.allTypes,
          'all types',
          (every) => every || namesWhatMatters(state.types),
          () => state.types,
        ),
      ),
    remedy:
      'Set RecordingGroup.AllSupported: true, or name at least roles, keys, buckets and networks in ResourceTypes.',
    brokenBy: ['config:PutConfigurationRecorder'],
    fix: { mode: 'enforce' },
    permissions: [...readRecorder, 'config:PutConfigurationRecorder', 'iam:PassRole'],
  }),
  defineControl({
    id: 'config.delivery-channel.encrypted',
    title: 'What AWS Config delivers is encrypted under a key of the account',
    hipaa: ['164.312(a)(2)(iv)', '164.312(e)(2)(ii)'],
    severity: 'medium',
    resource: configDeliveryChannel,
    evaluate: (state) => all(check('kmsKey', state.kmsKey, 'a KMS key', (key) => key !== null)),
    remedy: 'Set S3KmsKeyArn.',
    brokenBy: ['config:PutDeliveryChannel', 'config:DeleteDeliveryChannel'],
    fix: { mode: 'enforce' },
    permissions: ['config:DescribeDeliveryChannels', 'config:PutDeliveryChannel'],
  }),
];

const indispensable = ['AWS::IAM::Role', 'AWS::KMS::Key', 'AWS::S3::Bucket', 'AWS::EC2::VPC'];
const namesWhatMatters = (types: unknown): boolean =>
  Array.isArray(types) && indispensable.every((type) => types.includes(type));

export const detectorControls = [
  ...guarddutyControls,
  ...securityhubControls,
  ...configControls,
  defineControl({
    id: 'access-analyzer.analyzer.archive-rules',
    title: 'No rule hides what Access Analyzer finds',
    hipaa: ['164.308(a)(1)(ii)(D)', '164.308(a)(4)(ii)(C)'],
    severity: 'medium',
    resource: accessAnalyzer,
    evaluate: (analyzer) => all(checkEach('archiveRules', analyzer.archiveRules, 'no archive rule', () => false)),
    remedy: 'Take ArchiveRules out: a finding that is meant is archived by hand, with its reason.',
    brokenBy: ['access-analyzer:CreateArchiveRule', 'access-analyzer:UpdateArchiveRule'],
    fix: { mode: 'enforce' },
    permissions: [
      'access-analyzer:DeleteArchiveRule',
      'access-analyzer:GetAnalyzer',
      'access-analyzer:ListArchiveRules',
    ],
  }),
  defineControl({
    id: 'access-analyzer.analyzer.type',
    title: 'Access Analyzer looks for access from outside',
    hipaa: ['164.308(a)(4)(ii)(C)', '164.312(a)(1)'],
    severity: 'medium',
    resource: accessAnalyzer,
    evaluate: (analyzer) =>
      all(
        check('type', analyzer.type, 'ACCOUNT or ORGANIZATION, or their UNUSED_ACCESS beside them', (type) =>
          /^(ACCOUNT|ORGANIZATION)(_UNUSED_ACCESS)?$/.test(type),
        ),
      ),
    remedy: 'Set Type: ACCOUNT.',
    brokenBy: ['access-analyzer:DeleteAnalyzer'],
    fix: {
      mode: 'observe',
      reason:
        'An analyzer keeps its type for life; one that is deleted is a matter of its stack: a REVERT_DRIFT change set.',
    },
    permissions: [],
  }),
  defineControl({
    id: 'macie.session.enabled',
    title: 'Macie, where it is used, is not paused',
    hipaa: ['164.308(a)(1)(ii)(D)', '164.312(b)'],
    severity: 'medium',
    resource: macieSession,
    evaluate: (session) => all(check('enabled', session.enabled, 'ENABLED', (on) => on)),
    remedy: 'Set Status: ENABLED.',
    brokenBy: ['macie2:DisableMacie', 'macie2:UpdateMacieSession'],
    fix: { mode: 'enforce' },
    permissions: ['macie2:GetMacieSession', 'macie2:UpdateMacieSession'],
  }),
  defineControl({
    id: 'route53resolver.query-log.encrypted',
    title: 'Logs of name look-ups are kept encrypted under a key of the account',
    hipaa: ['164.312(a)(2)(iv)', '164.312(b)'],
    severity: 'medium',
    resource: route53resolverQueryLog,
    evaluate: (log) => all(check('logKey', log.logKey, 'a KMS key on its log group', (key) => key !== null)),
    remedy: 'Set KmsKeyId on the log group, or use EncryptedLogGroup.',
    brokenBy: ['logs:DisassociateKmsKey', 'route53resolver:DeleteResolverQueryLogConfig'],
    fix: { mode: 'observe', reason: `The key belongs to the log group, whose own control puts it back. ${hasNewId}` },
    permissions: [],
  }),
];
