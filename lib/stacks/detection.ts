/** What notices: detectors, alarms, and the account's switches. */
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { AccountSettings } from '../constructs/account-settings';
import { AlertTopic } from '../constructs/alert-topic';
import type { IsolatedVpc } from '../constructs/isolated-vpc';
import { ThreatDetection } from '../constructs/threat-detection';
import { AsepsisStack } from './asepsis-stack';
import type { Blueprint } from './blueprint';

/** GuardDuty's severity from which a person is told at once: 7.0 is high. */
const highSeverity = 7;

export class DetectionStack extends AsepsisStack {
  constructor(scope: Construct, blueprint: Blueprint, auditKey: IKey, { vpc }: IsolatedVpc) {
    super(scope, 'Detection', blueprint, 'Asepsis: detectors, alarms and account settings');
    const { config, names, tier } = blueprint;
    const { existing } = config;
    const alerts = new AlertTopic(this, 'Alerts', {
      topicName: names.alertTopic,
      encryptionKey: auditKey,
      securityContact: config.contacts.security,
    });
    this.raiseAlarms(alerts, blueprint);
    new ThreatDetection(this, 'Threats', {
      name: config.name,
      create: {
        detector: existing.guardDutyDetector === 'create',
        hub: existing.securityHub === 'create',
        analyzer: existing.accessAnalyzer === 'create',
        macie: tier.macie && existing.macieSession === 'create',
      },
      protectionPlans: tier.guardDutyFeatures,
      standards: tier.securityHubStandards,
    });
    const { password } = config.identity;
    new AccountSettings(this, 'AccountSettings', {
      name: config.name,
      passwordPolicy:
        existing.passwordPolicy === 'create'
          ? {
              minimumPasswordLength: password.minimumLength,
              passwordReusePrevention: password.historySize,
              maxPasswordAge: 90,
            }
          : undefined,
      blockPublicS3: existing.s3AccountPublicAccessBlock === 'create',
      inspectLambda: tier.inspector,
      vpcId: vpc.vpcId,
      encryptionKey: auditKey,
      logPrefix: names.logPrefix,
      logRetention: blueprint.logRetention,
      removalPolicy: blueprint.removalPolicy,
    });
  }

  private raiseAlarms(alerts: AlertTopic, { config, names }: Blueprint): void {
    alerts.alertOn('Findings', `${config.name}-guardduty-high`, 'GuardDuty found something of high severity', {
      source: ['aws.guardduty'],
      'detail-type': ['GuardDuty Finding'],
      detail: { severity: [{ numeric: ['>=', highSeverity] }] },
    });
    alerts.alertOn('RootUse', `${config.name}-root-use`, 'The root user of the account did something', {
      'detail-type': ['AWS API Call via CloudTrail', 'AWS Console Sign In via CloudTrail'],
      detail: { userIdentity: { type: ['Root'] } },
    });
    // 45 CFR 164.312(a)(2)(ii): emergency access exists, and its use is never silent.
    alerts.alertOn(
      'BreakGlass',
      `${config.name}-break-glass-used`,
      'The break-glass role was assumed',
      {
        source: ['aws.sts'],
        'detail-type': ['AWS API Call via CloudTrail'],
        detail: { eventName: ['AssumeRole'], requestParameters: { roleArn: [names.breakGlassRoleArn] } },
      },
      true,
    );
    alerts.alertOn('BackupFailed', `${config.name}-backup-failed`, 'A backup did not complete', {
      source: ['aws.backup'],
      'detail-type': ['Backup Job State Change'],
      detail: { state: ['FAILED', 'ABORTED', 'EXPIRED'] },
    });
    alerts.alertOn('Malware', `${config.name}-malware-found`, 'An uploaded object contains malware', {
      source: ['aws.guardduty'],
      'detail-type': ['GuardDuty Malware Protection Object Scan Result'],
      detail: { scanResultDetails: { scanResultStatus: ['THREATS_FOUND'] } },
    });
  }
}
