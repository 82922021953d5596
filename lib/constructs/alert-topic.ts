/** Where alarms go: an encrypted topic with the security contact as its subscriber. */

import { Stack } from 'aws-cdk-lib';
import { CfnRule } from 'aws-cdk-lib/aws-events';
import { type AddToResourcePolicyResult, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import { refuseEveryone } from './safeguards';

export interface AlertTopicProps {
  readonly topicName: string;
  readonly encryptionKey: IKey;
  /** Mail address of the security contact. 45 CFR 164.308(a)(2). */
  readonly securityContact: string;
}

/** Encrypted, TLS only, and open to the rules of this account alone. */
export class AlertTopic extends Topic {
  constructor(scope: Construct, id: string, props: AlertTopicProps) {
    super(scope, id, {
      topicName: props.topicName,
      displayName: 'Asepsis alarms',
      masterKey: props.encryptionKey,
      enforceSSL: true,
    });
    this.addSubscription(new EmailSubscription(props.securityContact));
    this.addToResourcePolicy(
      new PolicyStatement({
        sid: 'Alarms',
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [this.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    );
  }

  /** @throws SafeguardError for an Allow to everyone: alarms are to be believed */
  override addToResourcePolicy(statement: PolicyStatement): AddToResourcePolicyResult {
    refuseEveryone(this.node.path, statement, 'Name the service, and bind it to this account.');
    return super.addToResourcePolicy(statement);
  }

  /**
   * Sends matching events here.
   *
   * @param readOnlyToo also read-only management events, such as `AssumeRole`, which reach a rule only in the state
   * `ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS`, which the L2 rule does not know
   */
  alertOn(id: string, name: string, description: string, eventPattern: object, readOnlyToo = false): void {
    const { account, partition, region } = Stack.of(this);
    new CfnRule(this, id, {
      name,
      description,
      eventPattern,
      state: readOnlyToo ? 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS' : 'ENABLED',
      targets: [{ id: 'Alerts', arn: this.topicArn }],
    });
    this.addToResourcePolicy(
      new PolicyStatement({
        sid: `From${id}`,
        principals: [new ServicePrincipal('events.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [this.topicArn],
        conditions: { ArnEquals: { 'aws:SourceArn': `arn:${partition}:events:${region}:${account}:rule/${name}` } },
      }),
    );
  }
}
