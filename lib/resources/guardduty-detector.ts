/** GuardDuty's detector, one per account and region. */
import { defineKind } from './kind';
import { at, bool, map, records, str } from './read';
import type { TemplateResource } from './template';
import { isUnknown, mark, type Value } from './value';

/** Protection plans that can be on or off; the foundational sources always are. */
export const protectionPlans = [
  'S3_DATA_EVENTS',
  'EKS_AUDIT_LOGS',
  'EBS_MALWARE_PROTECTION',
  'RDS_LOGIN_EVENTS',
  'LAMBDA_NETWORK_LOGS',
  'RUNTIME_MONITORING',
] as const;

type ProtectionPlan = (typeof protectionPlans)[number];

export interface DetectorState {
  readonly id: Value<string>;
  readonly enabled: Value<boolean>;
  /** `FIFTEEN_MINUTES`, `ONE_HOUR`, `SIX_HOURS`. */
  readonly frequency: Value<string>;
  /** Undefined where the template says nothing of a plan. */
  readonly plans: Readonly<Record<ProtectionPlan, Value<boolean | undefined>>>;
}

/** Where the older `DataSources` say what `Features` say now. */
const dataSources: Partial<Record<ProtectionPlan, string>> = {
  S3_DATA_EVENTS: 'DataSources.S3Logs.Enable',
  EKS_AUDIT_LOGS: 'DataSources.Kubernetes.AuditLogs.Enable',
  EBS_MALWARE_PROTECTION: 'DataSources.MalwareProtection.ScanEc2InstanceWithFindings.EbsVolumes',
};

function plan(properties: TemplateResource['properties'], name: ProtectionPlan): Value<boolean | undefined> {
  const features = records(properties, 'Features');
  if (isUnknown(features)) return features;
  const feature = features.find((one) => at(one, 'Name') === name);
  if (feature) return map(str(feature, 'Status', 'DISABLED'), (status) => status === 'ENABLED');
  const older = dataSources[name];
  return older === undefined ? undefined : bool(properties, older, undefined);
}

export const guarddutyDetector = defineKind<DetectorState>({
  name: 'guardduty.detector',
  types: ['AWS::GuardDuty::Detector'],
  owned: ['enabled', 'frequency', ...protectionPlans.map((name) => `plans.${name}`)],
  read: ({ stack, logicalId, properties }) => ({
    id: mark(stack, logicalId),
    enabled: bool(properties, 'Enable', false),
    frequency: str(properties, 'FindingPublishingFrequency', 'SIX_HOURS'),
    plans: Object.fromEntries(
      protectionPlans.map((name) => [name, plan(properties, name)]),
    ) as unknown as DetectorState['plans'],
  }),
});
