/** A Lambda function, with what may call it and its addresses. */
import { defineKind } from './kind';
import { declaredAccess, type FunctionAccess } from './lambda-permission';
import { at, map, num, str, strs, tags } from './read';
import type { TemplateResource, TemplateSet } from './template';
import { type Data, isUnknown, mark, unknown, type Value } from './value';

/** An address on the internet that calls the function: `AWS::Lambda::Url`. */
export interface FunctionUrl {
  /** Alias, `undefined` for the function itself. */
  readonly qualifier: Value<string | undefined>;
  /** `AWS_IAM` or `NONE`. */
  readonly auth: Value<string>;
}

export interface FunctionState {
  readonly name: Value<string>;
  readonly account: string;
  readonly access: FunctionAccess;
  readonly urls: Value<readonly FunctionUrl[]>;
  readonly role: Value<string>;
  /** ARN of the permissions boundary of its role, `null` where there is none. */
  readonly boundary: Value<string | null>;
  readonly environment: Value<Readonly<Record<string, string>>>;
  /** Key of the environment, `null` for AWS's own. */
  readonly key: Value<string | null>;
  readonly network: { readonly subnets: Value<readonly string[]>; readonly groups: Value<readonly string[]> };
  /** Copies that may run at once; `null` where the function shares the account's. */
  readonly concurrency: Value<number | null>;
  /** `null` for a container image. */
  readonly runtime: Value<string | null>;
  readonly handler: Value<string | null>;
  readonly layers: Value<readonly string[]>;
  /** `undefined` where Lambda makes the group's name. */
  readonly logGroup: Value<string | undefined>;
  /**
   * The object that the code comes from, `s3://bucket/key`, whose key CDK derives from its content. Live it is that
   * where the code has the hash of the object, and `sha256 …` where not. `undefined` for code of another kind.
   */
  readonly code: Value<string | undefined>;
  readonly signing: {
    /** ARN of the code signing configuration; `undefined` where none is declared, `null` where there is none. */
    readonly config: Value<string | null | undefined>;
    /** `Enforce` or `Warn`. */
    readonly untrusted: Value<string | undefined>;
  };
  readonly tags: Value<Readonly<Record<string, string>>>;
}

type Properties = TemplateResource['properties'];

function boundaryOf(role: Value<string>, set: TemplateSet): Value<string | null> {
  if (isUnknown(role)) return role;
  const declared = set.target(role);
  return declared
    ? str(declared.properties, 'PermissionsBoundary', null)
    : unknown(`the role ${role} is in no template of this deployment`);
}

/** The alias of a Url stands in its own property, or at the end of the function's ARN. */
function urlsOf(owner: TemplateResource, set: TemplateSet): readonly FunctionUrl[] {
  return set.attached(owner, 'AWS::Lambda::Url', 'TargetFunctionArn').map(({ properties }) => ({
    qualifier: str(properties, 'Qualifier', undefined),
    auth: str(properties, 'AuthType', 'NONE'),
  }));
}

function environmentOf(properties: Properties): FunctionState['environment'] {
  const variables = at(properties, 'Environment.Variables');
  if (variables === undefined) return {};
  if (isUnknown(variables)) return variables;
  const entries = Object.entries(variables as Record<string, Data>);
  const hidden = entries.find(([, value]) => isUnknown(value));
  return hidden
    ? unknown(`the environment variable ${hidden[0]}`)
    : Object.fromEntries(entries.map(([name, value]) => [name, String(value)]));
}

function codeOf(properties: Properties): FunctionState['code'] {
  const bucket = str(properties, 'Code.S3Bucket', undefined);
  const key = str(properties, 'Code.S3Key', undefined);
  return map(bucket, (inBucket) => map(key, (named) => (inBucket && named ? `s3://${inBucket}/${named}` : undefined)));
}

function signingOf(properties: Properties, set: TemplateSet): FunctionState['signing'] {
  const config = str(properties, 'CodeSigningConfigArn', undefined);
  if (config === undefined || isUnknown(config)) return { config, untrusted: config };
  const declared = set.target(config);
  const untrusted = declared
    ? str(declared.properties, 'CodeSigningPolicies.UntrustedArtifactOnDeployment', 'Warn')
    : unknown(`the code signing configuration ${config} is in no template of this deployment`);
  return { config, untrusted };
}

export const lambdaFunction = defineKind<FunctionState>({
  name: 'lambda.function',
  types: ['AWS::Lambda::Function'],
  owned: [
    'access.policy',
    'urls',
    'role',
    'environment',
    'key',
    'network.subnets',
    'network.groups',
    'concurrency',
    'runtime',
    'handler',
    'layers',
    'logGroup',
    'code',
    'signing.config',
    'signing.untrusted',
    'tags',
  ],
  read: (resource, set) => {
    const { stack, logicalId, properties } = resource;
    const role = str(properties, 'Role', '');
    return {
      name: str(properties, 'FunctionName', mark(stack, logicalId)),
      account: set.environment.account,
      access: declaredAccess(resource, set),
      urls: urlsOf(resource, set),
      role,
      boundary: boundaryOf(role, set),
      environment: environmentOf(properties),
      key: str(properties, 'KmsKeyArn', null),
      network: {
        subnets: strs(properties, 'VpcConfig.SubnetIds'),
        groups: strs(properties, 'VpcConfig.SecurityGroupIds'),
      },
      concurrency: num(properties, 'ReservedConcurrentExecutions', null),
      runtime: str(properties, 'Runtime', null),
      handler: str(properties, 'Handler', null),
      layers: strs(properties, 'Layers'),
      logGroup: str(properties, 'LoggingConfig.LogGroup', undefined),
      code: codeOf(properties),
      signing: signingOf(properties, set),
      tags: tags(properties),
    };
  },
});
