/**
 * IAM, sign-in and other global services tell of themselves in us-east-1 alone. Where the deployment lives elsewhere, this
 * stack, the only one there, forwards what they say to the deployment's own region, so that its alarms hear it.
 * 45 CFR 164.308(a)(1)(ii)(D), 164.312(b).
 */
import { CfnRule } from 'aws-cdk-lib/aws-events';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { AsepsisRole } from '../constructs/asepsis-role';
import { AsepsisStack } from './asepsis-stack';
import type { Blueprint } from './blueprint';

/** Where global services deliver their events. */
export const globalRegion = 'us-east-1';

/** Services without a region, by the source of their events. STS has its global endpoint there. */
const globalSources = [
  'aws.account',
  'aws.cloudfront',
  'aws.iam',
  'aws.organizations',
  'aws.route53',
  'aws.signin',
  'aws.sts',
];

export class GlobalEventsStack extends AsepsisStack {
  constructor(scope: Construct, blueprint: Blueprint) {
    const { config, names } = blueprint;
    super(scope, 'GlobalEvents', blueprint, 'Asepsis: events of global services, sent home', globalRegion);
    // By its fixed ARN: a bus of another region cannot be referred to.
    const home = `arn:${this.partition}:events:${config.region}:${this.account}:event-bus/default`;
    const forward = (id: string, suffix: string, description: string, eventPattern: object, state = 'ENABLED') => {
      const name = `${config.name}-${suffix}`;
      const role = new AsepsisRole(this, `${id}Role`, {
        assumedBy: new ServicePrincipal('events.amazonaws.com', {
          conditions: {
            ArnEquals: { 'aws:SourceArn': `arn:${this.partition}:events:${this.region}:${this.account}:rule/${name}` },
          },
        }),
        description,
        statements: [new PolicyStatement({ sid: 'SendHome', actions: ['events:PutEvents'], resources: [home] })],
      });
      const target = { id: 'Home', arn: home, roleArn: role.roleArn };
      new CfnRule(this, id, { name, description, eventPattern, state, targets: [target] }).node.addDependency(role);
    };
    forward('Changes', 'global-changes', 'Sends home what changes at global services, and who signs in', {
      source: globalSources,
      'detail-type': [
        'AWS API Call via CloudTrail',
        'AWS Console Sign In via CloudTrail',
        'AWS Service Event via CloudTrail',
      ],
    });
    // Read-only events reach a rule in this state alone; all of them would be paid for, so it is this one call.
    forward(
      'Emergency',
      'global-break-glass',
      'Sends home the use of break-glass through the global endpoint of STS',
      {
        source: ['aws.sts'],
        'detail-type': ['AWS API Call via CloudTrail'],
        detail: { eventName: ['AssumeRole'], requestParameters: { roleArn: [names.breakGlassRoleArn] } },
      },
      'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS',
    );
  }
}
