/** AWS's detectors: GuardDuty, Security Hub, Access Analyzer, Macie. Each is one per account and region. */
import { Stack } from 'aws-cdk-lib';
import { CfnAnalyzer } from 'aws-cdk-lib/aws-accessanalyzer';
import { CfnDetector } from 'aws-cdk-lib/aws-guardduty';
import { CfnSession } from 'aws-cdk-lib/aws-macie';
import { CfnHub, CfnStandard } from 'aws-cdk-lib/aws-securityhub';
import { Construct } from 'constructs';
import { uphold } from './safeguards';

/** Protection plans that are named either way, so that the account's state is declared whole. */
const protectionPlans = [
  'S3_DATA_EVENTS',
  'LAMBDA_NETWORK_LOGS',
  'EKS_AUDIT_LOGS',
  'EBS_MALWARE_PROTECTION',
  'RDS_LOGIN_EVENTS',
] as const;

export type ProtectionPlan = (typeof protectionPlans)[number];

const standards = {
  fsbp: 'standards/aws-foundational-security-best-practices/v/1.0.0',
  'nist-800-53': 'standards/nist-800-53/v/5.0.0',
};

/** Days without use after which access is called unused: the age at which the pack's rule calls a credential unused. */
const unusedAfterDays = 90;

export interface ThreatDetectionProps {
  readonly name: string;
  /** What exists already is left to its owner. */
  readonly create: {
    readonly detector: boolean;
    readonly hub: boolean;
    readonly analyzer: boolean;
    /** An analyzer of its own, for access that nobody uses. */
    readonly unusedAccessAnalyzer: boolean;
    readonly macie: boolean;
  };
  readonly protectionPlans: readonly ProtectionPlan[];
  readonly standards: readonly (keyof typeof standards)[];
}

/**
 * 45 CFR 164.308(a)(1)(ii)(D), 164.308(a)(6)(ii): suspicious activity is noticed and its findings are kept in one place.
 *
 * @throws SafeguardError for a detector that does not watch PHI, or a hub that checks nothing
 */
export class ThreatDetection extends Construct {
  constructor(scope: Construct, id: string, props: ThreatDetectionProps) {
    super(scope, id);
    uphold(this.node.path, [
      [
        !props.create.detector || props.protectionPlans.includes('S3_DATA_EVENTS'),
        'GuardDuty without S3 protection',
        'S3_DATA_EVENTS among the plans',
        'PHI is in S3: its use is watched in every tier.',
      ],
      [
        !props.create.hub || props.standards.length > 0,
        'Security Hub without a standard',
        'one or more',
        'Without a standard it checks nothing.',
      ],
    ]);
    if (props.create.detector) {
      new CfnDetector(this, 'Detector', {
        enable: true,
        findingPublishingFrequency: 'FIFTEEN_MINUTES',
        features: protectionPlans.map((name) => ({
          name,
          status: props.protectionPlans.includes(name) ? 'ENABLED' : 'DISABLED',
        })),
      });
    }
    if (props.create.hub) this.addHub(props);
    if (props.create.analyzer) {
      new CfnAnalyzer(this, 'Analyzer', { type: 'ACCOUNT', analyzerName: `${props.name}-external-access` });
    }
    if (props.create.unusedAccessAnalyzer) {
      new CfnAnalyzer(this, 'UnusedAccess', {
        type: 'ACCOUNT_UNUSED_ACCESS',
        analyzerName: `${props.name}-unused-access`,
        analyzerConfiguration: { unusedAccessConfiguration: { unusedAccessAge: unusedAfterDays } },
      });
    }
    if (props.create.macie)
      new CfnSession(this, 'Macie', { status: 'ENABLED', findingPublishingFrequency: 'FIFTEEN_MINUTES' });
  }

  private addHub(props: ThreatDetectionProps): void {
    const { partition, region } = Stack.of(this);
    const hub = new CfnHub(this, 'Hub', {
      enableDefaultStandards: false,
      autoEnableControls: true,
      controlFindingGenerator: 'SECURITY_CONTROL',
    });
    for (const standard of props.standards) {
      new CfnStandard(this, `Standard-${standard}`, {
        standardsArn: `arn:${partition}:securityhub:${region}::${standards[standard]}`,
      }).addDependency(hub);
    }
  }
}
