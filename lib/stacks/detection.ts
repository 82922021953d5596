/** What notices: detectors, alarms, and the account's switches. */
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { AccountSettings } from '../constructs/account-settings';
import { AlertTopic } from '../constructs/alert-topic';
import type { IsolatedVpc } from '../constructs/isolated-vpc';
import { ThreatDetection } from '../constructs/threat-detection';
import { alarmsOf } from './alarms';
import { AsepsisStack } from './asepsis-stack';
import type { Blueprint } from './blueprint';

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
    for (const { description, id: alarm, pattern, readOnlyToo, suffix } of alarmsOf(names))
      alerts.alertOn(alarm, `${config.name}-${suffix}`, description, pattern, readOnlyToo);
    new ThreatDetection(this, 'Threats', {
      name: config.name,
      create: {
        detector: existing.guardDutyDetector === 'create',
        hub: existing.securityHub === 'create',
        analyzer: existing.accessAnalyzer === 'create',
        unusedAccessAnalyzer: tier.unusedAccess && existing.accessAnalyzer === 'create',
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
}
