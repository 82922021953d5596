/** A network without a way out: isolated subnets, endpoints with data-perimeter policies, everything logged. */
import { Stack, Tags, Validations } from 'aws-cdk-lib';
import {
  CfnFlowLog,
  CfnVPCBlockPublicAccessOptions,
  GatewayVpcEndpointAwsService,
  InterfaceVpcEndpointAwsService,
  IpAddresses,
  Peer,
  Port,
  SecurityGroup,
  SubnetType,
  Vpc,
} from 'aws-cdk-lib/aws-ec2';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  CfnResolverQueryLoggingConfig,
  CfnResolverQueryLoggingConfigAssociation,
} from 'aws-cdk-lib/aws-route53resolver';
import { Construct } from 'constructs';
import { AsepsisRole } from './asepsis-role';
import type { EncryptedLogGroup } from './encrypted-log-group';
import { endpointPolicy, type Perimeter } from './endpoint-policy';
import { uphold } from './safeguards';

/** Interface endpoints by the names that the tiers use. */
const interfaceServices = {
  sts: { service: InterfaceVpcEndpointAwsService.STS, actions: ['sts:*'] },
  kms: { service: InterfaceVpcEndpointAwsService.KMS, actions: ['kms:*'] },
  logs: { service: InterfaceVpcEndpointAwsService.CLOUDWATCH_LOGS, actions: ['logs:*'] },
  secretsmanager: { service: InterfaceVpcEndpointAwsService.SECRETS_MANAGER, actions: ['secretsmanager:*'] },
  events: { service: InterfaceVpcEndpointAwsService.EVENTBRIDGE, actions: ['events:*'] },
  sqs: { service: InterfaceVpcEndpointAwsService.SQS, actions: ['sqs:*'] },
  monitoring: { service: InterfaceVpcEndpointAwsService.CLOUDWATCH_MONITORING, actions: ['cloudwatch:*'] },
};

export type InterfaceService = keyof typeof interfaceServices;

export interface IsolatedVpcProps {
  /** Starts physical names. */
  readonly name: string;
  readonly availabilityZones: readonly string[];
  readonly interfaceEndpoints: readonly InterfaceService[];
  readonly perimeter: Perimeter;
  readonly flowLogGroup: EncryptedLogGroup;
  readonly queryLogGroup: EncryptedLogGroup;
  /** Whether VPC Block Public Access, one per account and region, is declared here. */
  readonly blockPublicAccess: boolean;
}

/**
 * No internet gateway, no NAT, no public address: PHI has no route to the world. 45 CFR 164.312(e)(1).
 *
 * S3 and DynamoDB are reached by gateway endpoints, which are free; interface endpoints are placed only where the tier
 * needs them. The default security group is emptied by the account settings, since CloudFormation cannot.
 */
export class IsolatedVpc extends Construct {
  readonly vpc: Vpc;
  /** Admits TLS from the network to the interface endpoints. */
  readonly endpointSecurityGroup: SecurityGroup;

  constructor(scope: Construct, id: string, props: IsolatedVpcProps) {
    super(scope, id);
    uphold(this.node.path, [
      [props.availabilityZones.length > 0, 'no zone', 'one zone or more', 'Set availabilityZones.'],
    ]);
    this.vpc = new Vpc(this, 'Vpc', {
      vpcName: `${props.name}-isolated`,
      ipAddresses: IpAddresses.cidr('10.42.0.0/20'),
      availabilityZones: [...props.availabilityZones],
      natGateways: 0,
      createInternetGateway: false,
      restrictDefaultSecurityGroup: false,
      subnetConfiguration: [{ name: 'isolated', subnetType: SubnetType.PRIVATE_ISOLATED, cidrMask: 23 }],
    });
    this.endpointSecurityGroup = new SecurityGroup(this, 'EndpointTraffic', {
      vpc: this.vpc,
      description: 'TLS from the network to the interface endpoints',
      allowAllOutbound: false,
    });
    this.endpointSecurityGroup.addIngressRule(Peer.ipv4('10.42.0.0/20'), Port.tcp(443), 'TLS from within the network');
    this.addEndpoints(props);
    this.addFlowLog(props);
    this.addQueryLog(props);
    if (props.blockPublicAccess) {
      new CfnVPCBlockPublicAccessOptions(this, 'BlockPublicAccess', {
        internetGatewayBlockMode: 'block-bidirectional',
      });
    }
    Tags.of(this.vpc).add('data-class', 'phi');
    // The zones come from the configuration, so that a synth needs no credentials: CloudFormation's advice does not apply.
    Validations.of(this.vpc).acknowledge({
      id: 'CloudFormation-Validate::W3010',
      reason: 'Zones come from the configuration',
    });
  }

  private addEndpoints({ interfaceEndpoints, perimeter }: IsolatedVpcProps): void {
    const gateways = { S3: GatewayVpcEndpointAwsService.S3, DynamoDb: GatewayVpcEndpointAwsService.DYNAMODB };
    for (const [id, service] of Object.entries(gateways)) {
      const endpoint = this.vpc.addGatewayEndpoint(id, {
        service,
        subnets: [{ subnetType: SubnetType.PRIVATE_ISOLATED }],
      });
      (endpoint.node.defaultChild as { policyDocument?: unknown } & Construct).policyDocument = endpointPolicy(
        perimeter,
        [id === 'S3' ? 's3:*' : 'dynamodb:*'],
      );
    }
    for (const name of interfaceEndpoints) {
      const { service, actions } = interfaceServices[name];
      const endpoint = this.vpc.addInterfaceEndpoint(name, {
        service,
        privateDnsEnabled: true,
        securityGroups: [this.endpointSecurityGroup],
        open: false,
      });
      (endpoint.node.defaultChild as { policyDocument?: unknown } & Construct).policyDocument = endpointPolicy(
        perimeter,
        actions,
      );
    }
  }

  private addFlowLog({ flowLogGroup }: IsolatedVpcProps): void {
    const { account } = Stack.of(this);
    const role = new AsepsisRole(this, 'FlowLogRole', {
      assumedBy: new ServicePrincipal('vpc-flow-logs.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': account } },
      }),
      description: 'Writes VPC flow logs to their log group',
      statements: [
        new PolicyStatement({
          actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
          resources: [`${flowLogGroup.plainArn}:log-stream:*`],
        }),
        new PolicyStatement({
          actions: ['logs:DescribeLogGroups', 'logs:DescribeLogStreams'],
          resources: [`${flowLogGroup.plainArn}:*`],
        }),
      ],
    });
    new CfnFlowLog(this, 'FlowLog', {
      resourceId: this.vpc.vpcId,
      resourceType: 'VPC',
      trafficType: 'ALL',
      logDestinationType: 'cloud-watch-logs',
      logGroupName: flowLogGroup.logGroupName,
      deliverLogsPermissionArn: role.roleArn,
    });
  }

  private addQueryLog({ name, queryLogGroup }: IsolatedVpcProps): void {
    const config = new CfnResolverQueryLoggingConfig(this, 'QueryLog', {
      name: `${name}-dns`,
      destinationArn: queryLogGroup.plainArn,
    });
    new CfnResolverQueryLoggingConfigAssociation(this, 'QueryLogAssociation', {
      resolverQueryLogConfigId: config.attrId,
      resourceId: this.vpc.vpcId,
    });
  }
}
