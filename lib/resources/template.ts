/**
 * The templates of a deployment, read once: every resource with its intrinsic functions evaluated.
 *
 * The same reader serves the gate at synth and the drift functions at run time (`GetTemplate`), so that what is
 * prevented and what is put back cannot differ.
 */
import { type Environment, evaluate, evaluateCondition, type Scope } from './intrinsics';
import { type Data, isUnknown, mark, unknown } from './value';

/** A CloudFormation template as JSON. */
export interface RawTemplate {
  readonly Parameters?: Readonly<Record<string, { readonly Type: string; readonly Default?: unknown }>>;
  readonly Mappings?: Readonly<Record<string, Record<string, Record<string, Data>>>>;
  readonly Conditions?: Readonly<Record<string, unknown>>;
  readonly Resources?: Readonly<Record<string, RawResource>>;
  readonly Outputs?: Readonly<
    Record<string, { readonly Value: unknown; readonly Export?: { readonly Name: unknown } }>
  >;
}

export interface RawResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly Metadata?: Readonly<Record<string, unknown>>;
  readonly Condition?: string;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}

export interface NamedTemplate {
  /** CloudFormation stack name. */
  readonly stack: string;
  readonly template: RawTemplate;
}

/** One resource, its properties evaluated to literals, symbols and unknowns. */
export interface TemplateResource {
  readonly stack: string;
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, Data>>;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly deletionPolicy: string;
}

/** What a resource is called over all templates of a deployment: `stack/logicalId`. */
export const idOf = ({ logicalId, stack }: Pick<TemplateResource, 'stack' | 'logicalId'>): string =>
  `${stack}/${logicalId}`;

/** Attributes that stand for the resource itself, whatever its type calls them: `{{stack/Group.GroupId}}` is the group. */
const identities = ['Arn', 'ARN', 'Id', 'GroupId', 'KeyId', 'PolicyArn', 'QueueUrl', 'RouteTableId', 'SubnetId'].concat(
  ['TopicArn', 'UserPoolId', 'VpcId', 'InternetGatewayId', 'FunctionArn', 'BackupVaultName', 'BackupPlanId'],
);

/** What the properties of other resources may say in order to mean this one. */
function namesOf(resource: TemplateResource): readonly string[] {
  const { stack, logicalId, properties } = resource;
  const physical = Object.entries(properties)
    .filter(([key, value]) => /Name$|^Name$/.test(key) && typeof value === 'string')
    .map(([, value]) => String(value));
  const symbols = identities.map((attribute) => mark(stack, logicalId, attribute));
  return [mark(stack, logicalId), ...symbols, ...physical];
}

/** Every resource of a deployment, indexed by type and by logical id. Immutable. */
export class TemplateSet {
  private readonly types = new Map<string, TemplateResource[]>();
  private readonly ids = new Map<string, TemplateResource>();
  private readonly references = new Map<string, Map<string, TemplateResource[]>>();

  constructor(
    readonly resources: readonly TemplateResource[],
    readonly environment: Environment,
  ) {
    for (const resource of resources) {
      const same = this.types.get(resource.type);
      if (same) same.push(resource);
      else this.types.set(resource.type, [resource]);
      this.ids.set(`${resource.stack}/${resource.logicalId}`, resource);
    }
  }

  /** Resources of one CloudFormation type, in template order. */
  ofType(type: string): readonly TemplateResource[] {
    return this.types.get(type) ?? [];
  }

  /** The resource that a symbolic text such as `{{stack/Key.Arn}}` means, if it is one of ours. */
  target(text: Data | undefined): TemplateResource | undefined {
    const found = typeof text === 'string' ? /^\{\{([^{}|]+?\/[^{}|.]+)(\.[^{}|]+)?\}\}$/.exec(text) : null;
    return found?.[1] === undefined ? undefined : this.ids.get(found[1]);
  }

  /**
   * Resources of `type` whose property `property` means `resource`: by `Ref`, by ARN or by physical name.
   * `set.attached(bucket, 'AWS::S3::BucketPolicy', 'Bucket')` are the bucket's policies.
   */
  attached(resource: TemplateResource, type: string, property: string): readonly TemplateResource[] {
    const index = this.referenceIndex(type, property);
    const found = new Set<TemplateResource>();
    for (const name of namesOf(resource)) for (const other of index.get(name) ?? []) found.add(other);
    return [...found];
  }

  private referenceIndex(type: string, property: string): Map<string, TemplateResource[]> {
    const key = `${type}#${property}`;
    const known = this.references.get(key);
    if (known) return known;
    const index = new Map<string, TemplateResource[]>();
    for (const other of this.ofType(type)) {
      const value = other.properties[property];
      for (const item of Array.isArray(value) ? value : [value]) {
        if (typeof item === 'string') index.set(item, [...(index.get(item) ?? []), other]);
      }
    }
    this.references.set(key, index);
    return index;
  }
}

function parameterValues(template: RawTemplate): Record<string, Data> {
  const values: Record<string, Data> = {};
  for (const [name, parameter] of Object.entries(template.Parameters ?? {})) {
    values[name] =
      parameter.Default === undefined
        ? unknown(`the parameter ${name} has no default`)
        : parameter.Type.startsWith('AWS::SSM::Parameter')
          ? `{{resolve:ssm:${String(parameter.Default)}}}`
          : (parameter.Default as Data);
  }
  return values;
}

/**
 * Reads the templates of a deployment together, so that imports find the exports of their neighbours.
 *
 * Resources whose condition is false are absent; whose condition cannot be decided are present, since what may exist
 * must be safe.
 */
export function readTemplates(templates: readonly NamedTemplate[], environment: Environment): TemplateSet {
  const scopes = new Map<string, Scope>();
  const exports = new Map<string, { readonly node: unknown; readonly scope: Scope }>();
  for (const { stack, template } of templates) {
    const scope: Scope = {
      stack,
      environment,
      parameters: parameterValues(template),
      mappings: template.Mappings ?? {},
      condition: (name) => evaluateCondition(template.Conditions?.[name], scope),
      exported: (name) => {
        const found = exports.get(name);
        return found && evaluate(found.node, found.scope);
      },
    };
    scopes.set(stack, scope);
    for (const output of Object.values(template.Outputs ?? {})) {
      const name = output.Export && evaluate(output.Export.Name, scope);
      if (typeof name === 'string') exports.set(name, { node: output.Value, scope });
    }
  }
  const resources = templates.flatMap(({ stack, template }) => {
    const scope = scopes.get(stack);
    return scope ? readResources(stack, template, scope) : [];
  });
  return new TemplateSet(resources, environment);
}

function readResources(stack: string, template: RawTemplate, scope: Scope): TemplateResource[] {
  const resources: TemplateResource[] = [];
  for (const [logicalId, raw] of Object.entries(template.Resources ?? {})) {
    if (raw.Condition !== undefined && scope.condition(raw.Condition) === false) continue;
    const properties = evaluate(raw.Properties ?? {}, scope);
    resources.push({
      stack,
      logicalId,
      type: raw.Type,
      properties: properties === undefined || isUnknown(properties) ? {} : (properties as Record<string, Data>),
      metadata: raw.Metadata ?? {},
      deletionPolicy: raw.DeletionPolicy ?? 'Delete',
    });
  }
  return resources;
}
