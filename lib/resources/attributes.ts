/**
 * What `Fn::GetAtt` gives, computed from a resource's physical id: CloudFormation tells attributes to its own templates
 * only, and a read of each would cost a call. Attributes that a service invents are unknown.
 */
import type { Environment } from './intrinsics';
import { isUnknown, unknown, type Value } from './value';

export interface AttributeRequest {
  readonly type: string;
  readonly attribute: string;
  /** CloudFormation's physical id, which is what `Ref` gives. */
  readonly id: string;
  readonly environment: Environment;
  /** A declared property of the same resource, resolved; undefined where it is not declared. */
  readonly property: (name: string) => Value<string> | undefined;
  /** Whether the template is given at all: only then does an absent property mean the provider's default. */
  readonly known: boolean;
}

type Attribute = (request: AttributeRequest) => Value<string>;
type Attributes = Readonly<Record<string, Attribute>>;

const id: Attribute = (request) => request.id;
const last = (separator: string): Attribute => {
  return (request) => request.id.split(separator).at(-1) ?? request.id;
};

/** `arn:aws:<service>:<region>:<account>:<resource>`. */
const regional =
  (service: string, resource: (physicalId: string) => string): Attribute =>
  ({ id: physicalId, environment: { partition, region, account } }) =>
    `arn:${partition}:${service}:${region}:${account}:${resource(physicalId)}`;

/** IAM ARNs hold the path, which is declared and not part of the name. */
const iam =
  (resource: string): Attribute =>
  ({ id: physicalId, environment: { partition, account }, property, known, type }) => {
    if (!known) return unknown(`the path of the ${type} ${physicalId} stands in its template, which is not given`);
    const path = property('Path') ?? '/';
    return isUnknown(path) ? path : `arn:${partition}:iam::${account}:${resource}${path}${physicalId}`;
  };

const queueArn: Attribute = ({ id: url, environment: { partition, region } }) => {
  const [name, account] = url.split('/').reverse();
  return name && account
    ? `arn:${partition}:sqs:${region}:${account}:${name}`
    : unknown(`the queue address ${url} holds no account and name`);
};

const bucketHost =
  (domain: (request: AttributeRequest) => string): Attribute =>
  (request) =>
    `${request.id}.${domain(request)}`;

/** Web ACLs are `name|id|scope`. */
const webAclArn: Attribute = ({ id: physicalId, environment: { partition, region, account } }) => {
  const [name, webAclId, scope] = physicalId.split('|');
  if (!name || !webAclId || !scope) return unknown(`the web ACL id ${physicalId} is not name|id|scope`);
  const place = scope === 'CLOUDFRONT' ? 'global' : 'regional';
  return `arn:${partition}:wafv2:${region}:${account}:${place}/webacl/${name}/${webAclId}`;
};

const table = { Arn: regional('dynamodb', (name) => `table/${name}`) };

/** Attributes by CloudFormation type. A type or an attribute that is not here falls to `general`. */
const attributes: Readonly<Record<string, Attributes>> = {
  'AWS::ApiGatewayV2::Api': {
    ApiId: id,
    ApiEndpoint: ({ id: api, environment }) => `https://${api}.execute-api.${environment.region}.amazonaws.com`,
  },
  'AWS::AccessAnalyzer::Analyzer': { Arn: id },
  'AWS::Backup::BackupPlan': {
    BackupPlanId: id,
    BackupPlanArn: regional('backup', (plan) => `backup-plan:${plan}`),
  },
  'AWS::Backup::BackupVault': {
    BackupVaultName: id,
    BackupVaultArn: regional('backup', (name) => `backup-vault:${name}`),
  },
  'AWS::CloudTrail::Trail': { Arn: regional('cloudtrail', (name) => `trail/${name}`) },
  'AWS::CloudWatch::Alarm': { Arn: regional('cloudwatch', (name) => `alarm:${name}`) },
  'AWS::Cognito::IdentityPool': { Id: id },
  'AWS::Cognito::UserPool': {
    Arn: regional('cognito-idp', (pool) => `userpool/${pool}`),
    UserPoolId: id,
    ProviderName: ({ id: pool, environment }) => `cognito-idp.${environment.region}.amazonaws.com/${pool}`,
    ProviderURL: ({ id: pool, environment }) => `https://cognito-idp.${environment.region}.amazonaws.com/${pool}`,
  },
  'AWS::Cognito::UserPoolClient': { ClientId: id },
  'AWS::DynamoDB::GlobalTable': table,
  'AWS::DynamoDB::Table': table,
  'AWS::EC2::FlowLog': { Id: id },
  'AWS::EC2::InternetGateway': { InternetGatewayId: id },
  'AWS::EC2::NetworkAcl': { Id: id },
  'AWS::EC2::RouteTable': { RouteTableId: id },
  'AWS::EC2::SecurityGroup': { GroupId: id, Id: id },
  'AWS::EC2::Subnet': { SubnetId: id },
  'AWS::EC2::VPC': { VpcId: id },
  'AWS::EC2::VPCEndpoint': { Id: id },
  'AWS::Events::EventBus': { Arn: regional('events', (name) => `event-bus/${name}`), Name: id },
  // A rule on a bus of its own has the physical id `bus|rule`.
  'AWS::Events::Rule': { Arn: regional('events', (rule) => `rule/${rule.replace('|', '/')}`) },
  'AWS::GuardDuty::Detector': { Id: id },
  'AWS::GuardDuty::MalwareProtectionPlan': {
    MalwareProtectionPlanId: id,
    Arn: regional('guardduty', (plan) => `malware-protection-plan/${plan}`),
  },
  'AWS::IAM::Group': { Arn: iam('group') },
  'AWS::IAM::InstanceProfile': { Arn: iam('instance-profile') },
  'AWS::IAM::ManagedPolicy': { PolicyArn: id },
  'AWS::IAM::Role': { Arn: iam('role') },
  'AWS::IAM::User': { Arn: iam('user') },
  'AWS::KMS::Key': { Arn: regional('kms', (key) => `key/${key}`), KeyId: id },
  'AWS::Lambda::Function': { Arn: regional('lambda', (name) => `function:${name}`) },
  'AWS::Lambda::Version': { FunctionArn: id, Version: last(':') },
  'AWS::Logs::LogGroup': { Arn: regional('logs', (name) => `log-group:${name}:*`) },
  'AWS::Route53Resolver::ResolverQueryLoggingConfig': {
    Id: id,
    Arn: regional('route53resolver', (config) => `resolver-query-log-config/${config}`),
  },
  'AWS::S3::Bucket': {
    Arn: ({ id: bucket, environment }) => `arn:${environment.partition}:s3:::${bucket}`,
    DomainName: bucketHost(() => 's3.amazonaws.com'),
    RegionalDomainName: bucketHost(({ environment }) => `s3.${environment.region}.amazonaws.com`),
    DualStackDomainName: bucketHost(({ environment }) => `s3.dualstack.${environment.region}.amazonaws.com`),
  },
  'AWS::SNS::Topic': { TopicArn: id, TopicName: last(':') },
  'AWS::SQS::Queue': { Arn: queueArn, QueueName: last('/'), QueueUrl: id },
  'AWS::SecretsManager::Secret': { Id: id },
  'AWS::SecurityHub::Hub': { ARN: id },
  'AWS::StepFunctions::StateMachine': { Arn: id, Name: last(':') },
  'AWS::WAFv2::WebACL': { Arn: webAclArn, Id: ({ id: acl }) => acl.split('|')[1] ?? unknown(`${acl} holds no id`) },
};

/** What holds for every type: an ARN as `Ref` is its `Arn` too, and many attributes repeat a declared property. */
function general({ attribute, id: physicalId, property }: AttributeRequest): Value<string> | undefined {
  if (physicalId.startsWith('arn:') && /^[A-Za-z]*Arn$|^ARN$/.test(attribute)) return physicalId;
  return property(attribute);
}

/** The value of an attribute, or an unknown that says which attribute of which type cannot be computed. */
export function attributeOf(request: AttributeRequest): Value<string> {
  const { type, attribute, id: physicalId } = request;
  const specific = attributes[type]?.[attribute];
  if (specific) return specific(request);
  return (
    general(request) ?? unknown(`${attribute} of the ${type} ${physicalId} is not computed: read it from the service`)
  );
}
