/**
 * The names that a deployment will have: every mark of a template replaced by the physical name that is declared, or by
 * a hole where AWS makes one up.
 */
import type { Environment } from '../resources/intrinsics';
import { readPolicy } from '../resources/policy';
import { physicalLookup, type StackResource } from '../resources/resolve';
import type { TemplateResource, TemplateSet } from '../resources/template';
import { type Data, isUnknown, mark } from '../resources/value';
import type { NamedPolicy } from './layers';
import { hole } from './text';

/** Property that holds the physical name, by type. */
const nameProperties: Readonly<Record<string, string>> = {
  'AWS::Backup::BackupVault': 'BackupVaultName',
  'AWS::DynamoDB::GlobalTable': 'TableName',
  'AWS::DynamoDB::Table': 'TableName',
  'AWS::Events::EventBus': 'Name',
  'AWS::IAM::Group': 'GroupName',
  'AWS::IAM::ManagedPolicy': 'ManagedPolicyName',
  'AWS::IAM::Role': 'RoleName',
  'AWS::IAM::User': 'UserName',
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::S3::Bucket': 'BucketName',
  'AWS::SNS::Topic': 'TopicName',
  'AWS::SQS::Queue': 'QueueName',
};

const markPattern = /\{\{([A-Za-z][A-Za-z0-9-]*)\/([A-Za-z0-9:]+)(?:\.([A-Za-z0-9._:-]+))?((?:\|[^{}]*)?)\}\}/g;

/** Physical id, as `Ref` gives it, of a resource with this name. */
function idOf(type: string, name: string, path: string, { account, partition, region }: Environment): string {
  switch (type) {
    case 'AWS::IAM::ManagedPolicy':
      return `arn:${partition}:iam::${account}:policy${path}${name}`;
    case 'AWS::SNS::Topic':
      return `arn:${partition}:sns:${region}:${account}:${name}`;
    case 'AWS::SQS::Queue':
      return `https://sqs.${region}.amazonaws.com/${account}/${name}`;
    default:
      return name;
  }
}

export class Physical {
  private readonly ids = new Map<string, string>();
  private readonly lookups = new Map<string, ReturnType<typeof physicalLookup>>();

  /**
   * @param regions region by stack, where it is not the templates' own
   * @param deployed physical ids as they were deployed, by `stack/logicalId`
   */
  constructor(
    private readonly set: TemplateSet,
    private readonly regions: Readonly<Record<string, string>> = {},
    private readonly deployed: Readonly<Record<string, string>> = {},
  ) {}

  environmentOf(stack: string): Environment {
    const region = this.regions[stack] ?? this.set.environment.region;
    return { ...this.set.environment, region };
  }

  /** The ARN of a resource, where its type has one. */
  arnOf({ logicalId, stack, type }: TemplateResource): string {
    const attribute = { 'AWS::Backup::BackupVault': 'BackupVaultArn', 'AWS::SNS::Topic': 'TopicArn' }[type] ?? 'Arn';
    return this.text(mark(stack, logicalId, attribute));
  }

  /** A text with every mark replaced. */
  text(symbolic: string): string {
    if (!symbolic.includes('{{')) return symbolic;
    return symbolic
      .replace(
        markPattern,
        (whole, stack: string, logicalId: string, attribute: string | undefined, pipeline: string) =>
          pipeline === '' ? this.one(whole, stack, logicalId, attribute) : hole('value', whole),
      )
      .replace(/\{\{[^{}]*\}\}/g, (whole) => hole('value', whole));
  }

  /** Data with every text replaced; keys too, which may name a provider. */
  data(node: Data): Data {
    if (typeof node === 'string') return this.text(node);
    if (Array.isArray(node)) return node.map((item: Data) => this.data(item));
    if (typeof node !== 'object' || node === null || isUnknown(node)) return node;
    return Object.fromEntries(Object.entries(node).map(([key, child]) => [this.text(key), this.data(child)]));
  }

  /** A policy of a template. */
  policy(name: string, document: Data | undefined): NamedPolicy {
    return { name, policy: readPolicy(document === undefined ? undefined : this.data(document)) };
  }

  private one(whole: string, stack: string, logicalId: string, attribute: string | undefined): string {
    const resource = this.set.target(mark(stack, logicalId));
    if (!resource) return hole('value', whole);
    if (attribute === undefined) return this.id(resource);
    const found = this.lookupOf(stack)(stack, logicalId, attribute);
    return typeof found === 'string' ? found : hole('value', whole);
  }

  private id(resource: TemplateResource): string {
    const key = `${resource.stack}/${resource.logicalId}`;
    const known = this.ids.get(key) ?? this.deployed[key];
    if (known !== undefined) return known;
    const property = nameProperties[resource.type];
    const declared = property === undefined ? undefined : resource.properties[property];
    const name = typeof declared === 'string' ? this.text(declared) : this.unnamed(resource, key);
    const path = typeof resource.properties.Path === 'string' ? resource.properties.Path : '/';
    const id = idOf(resource.type, name, path, this.environmentOf(resource.stack));
    this.ids.set(key, id);
    return id;
  }

  /** AWS makes a name up, which is none that another resource of the type has. */
  private unnamed({ type }: TemplateResource, key: string): string {
    const property = nameProperties[type];
    if (property === undefined) return hole(type === 'AWS::KMS::Key' ? 'uuid' : 'name', key);
    const taken = this.set.ofType(type).flatMap(({ properties }) => properties[property] ?? []);
    return hole('name', key, [...new Set(taken.filter((one): one is string => typeof one === 'string'))]);
  }

  /** The attributes of a stack's resources, by its region. */
  private lookupOf(stack: string): ReturnType<typeof physicalLookup> {
    const environment = this.environmentOf(stack);
    const known = this.lookups.get(environment.region);
    if (known) return known;
    const rows = this.set.resources.map(
      (one): StackResource => ({
        stack: one.stack,
        logicalId: one.logicalId,
        type: one.type,
        physicalId: this.id(one),
      }),
    );
    const lookup = physicalLookup(rows, environment, this.set);
    this.lookups.set(environment.region, lookup);
    return lookup;
  }
}
