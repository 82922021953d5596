/** The isolated network. */
import { PolicyDocument, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { CfnResourcePolicy } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { EncryptedLogGroup } from '../constructs/encrypted-log-group';
import { IsolatedVpc } from '../constructs/isolated-vpc';
import { AsepsisStack } from './asepsis-stack';
import type { Blueprint } from './blueprint';

export class NetworkStack extends AsepsisStack {
  readonly network: IsolatedVpc;

  constructor(scope: Construct, blueprint: Blueprint, auditKey: IKey) {
    super(scope, 'Network', blueprint, 'Asepsis: the isolated network, its endpoints and its logs');
    const { config, names, tier } = blueprint;
    const logGroup = (id: string, name: string) =>
      new EncryptedLogGroup(this, id, {
        logGroupName: `${names.logPrefix}${name}`,
        encryptionKey: auditKey,
        retention: blueprint.logRetention,
        removalPolicy: blueprint.removalPolicy,
      });
    const queryLogGroup = logGroup('DnsLogs', 'dns');
    const delivery = new CfnResourcePolicy(this, 'DnsLogDelivery', {
      policyName: `${config.name}-dns-log-delivery`,
      policyDocument: JSON.stringify(this.resolve(dnsLogDelivery(queryLogGroup, this.account))),
    });
    this.network = new IsolatedVpc(this, 'Isolated', {
      name: config.name,
      availabilityZones: config.availabilityZones,
      interfaceEndpoints: tier.interfaceEndpoints,
      perimeter: blueprint.perimeter,
      flowLogGroup: logGroup('FlowLogs', 'flow'),
      queryLogGroup,
      blockPublicAccess: config.existing.vpcBlockPublicAccess === 'create',
    });
    this.network.node.addDependency(delivery);
  }
}

function dnsLogDelivery(group: EncryptedLogGroup, account: string): PolicyDocument {
  return new PolicyDocument({
    statements: [
      new PolicyStatement({
        sid: 'ResolverQueryLogs',
        principals: [new ServicePrincipal('delivery.logs.amazonaws.com')],
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        resources: [`${group.plainArn}:log-stream:*`],
        conditions: { StringEquals: { 'aws:SourceAccount': account } },
      }),
    ],
  });
}
