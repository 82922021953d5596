/** The part of `actions.ts` for what records and what detects. */
import { type TypeActions, tags } from './type-actions';

export const records: Readonly<Record<string, TypeActions>> = {
  'AWS::CloudTrail::Trail': {
    cloudtrail:
      'CreateTrail UpdateTrail DeleteTrail GetTrail GetTrailStatus DescribeTrails StartLogging StopLogging AddTags RemoveTags ListTags GetEventSelectors PutEventSelectors GetInsightSelectors PutInsightSelectors',
  },
  'AWS::CloudWatch::Alarm': { cloudwatch: `DescribeAlarms PutMetricAlarm DeleteAlarms ${tags}` },
  'AWS::Config::ConfigRule': { config: `PutConfigRule DescribeConfigRules DeleteConfigRule ${tags}` },
  'AWS::Config::ConfigurationRecorder': {
    config:
      'PutConfigurationRecorder DescribeConfigurationRecorders DescribeConfigurationRecorderStatus StartConfigurationRecorder StopConfigurationRecorder DeleteConfigurationRecorder',
  },
  'AWS::Config::DeliveryChannel': {
    config: 'PutDeliveryChannel DescribeDeliveryChannels DescribeDeliveryChannelStatus DeleteDeliveryChannel',
  },
  'AWS::Events::EventBus': { events: `CreateEventBus DescribeEventBus UpdateEventBus DeleteEventBus ${tags}` },
  'AWS::Events::Rule': {
    events: `PutRule DescribeRule DeleteRule EnableRule DisableRule PutTargets RemoveTargets ListTargetsByRule ${tags}`,
  },
  'AWS::Logs::LogGroup': {
    logs: `CreateLogGroup DescribeLogGroups DeleteLogGroup PutRetentionPolicy DeleteRetentionPolicy AssociateKmsKey DisassociateKmsKey GetDataProtectionPolicy DescribeIndexPolicies ${tags}`,
  },
  'AWS::Logs::MetricFilter': { logs: 'PutMetricFilter DescribeMetricFilters DeleteMetricFilter' },
  'AWS::Logs::ResourcePolicy': { logs: 'PutResourcePolicy DescribeResourcePolicies DeleteResourcePolicy' },
  'AWS::SSM::Parameter': {
    ssm: 'PutParameter GetParameter GetParameters DeleteParameter DescribeParameters AddTagsToResource RemoveTagsFromResource ListTagsForResource',
  },
  'AWS::SNS::Subscription': {
    sns: 'Subscribe Unsubscribe GetSubscriptionAttributes SetSubscriptionAttributes ListSubscriptionsByTopic',
  },
  'AWS::SNS::Topic': {
    sns: `CreateTopic GetTopicAttributes SetTopicAttributes DeleteTopic ListSubscriptionsByTopic GetDataProtectionPolicy ${tags}`,
  },
  'AWS::SNS::TopicPolicy': { sns: 'GetTopicAttributes SetTopicAttributes' },
  'AWS::SQS::Queue': {
    sqs: 'CreateQueue GetQueueUrl GetQueueAttributes SetQueueAttributes DeleteQueue TagQueue UntagQueue ListQueueTags',
  },
  'AWS::SQS::QueuePolicy': { sqs: 'GetQueueAttributes SetQueueAttributes' },
};

export const detection: Readonly<Record<string, TypeActions>> = {
  'AWS::AccessAnalyzer::Analyzer': {
    'access-analyzer': `CreateAnalyzer GetAnalyzer ListAnalyzers UpdateAnalyzer DeleteAnalyzer CreateArchiveRule DeleteArchiveRule ListArchiveRules UpdateArchiveRule ${tags}`,
  },
  'AWS::GuardDuty::Detector': {
    guardduty: `CreateDetector GetDetector ListDetectors UpdateDetector DeleteDetector ${tags}`,
  },
  'AWS::GuardDuty::MalwareProtectionPlan': {
    guardduty: `CreateMalwareProtectionPlan GetMalwareProtectionPlan ListMalwareProtectionPlans UpdateMalwareProtectionPlan DeleteMalwareProtectionPlan ${tags}`,
  },
  'AWS::Macie::Session': {
    macie2:
      'EnableMacie GetMacieSession UpdateMacieSession DisableMacie GetAutomatedDiscoveryConfiguration UpdateAutomatedDiscoveryConfiguration',
  },
  'AWS::SecurityHub::Hub': {
    securityhub: `EnableSecurityHub DescribeHub UpdateSecurityHubConfiguration DisableSecurityHub ${tags}`,
  },
  'AWS::SecurityHub::Standard': {
    securityhub:
      'BatchEnableStandards BatchDisableStandards GetEnabledStandards DescribeStandardsControls UpdateStandardsControl',
  },
};
