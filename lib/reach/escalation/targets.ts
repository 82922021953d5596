/** What can be changed so that somebody else reaches PHI: roles, functions, pools, endpoints, stacks of the templates. */
import type { Policy, Statement } from '../../resources/policy';
import { str, tags } from '../../resources/read';
import { idOf, type TemplateResource, type TemplateSet } from '../../resources/template';
import { isKnown, isUnknown, mark, unknown, type Value } from '../../resources/value';
import type { Identity } from '../identities';
import type { NamedPolicy } from '../layers';
import type { Physical } from '../physical';
import { means } from '../statement';
import { hole } from '../text';
import type { TargetKind } from './powers';

export interface Target {
  /** `stack/logicalId`; of a stack, its name. */
  readonly id: string;
  readonly kind: TargetKind;
  readonly arn: string;
  readonly region: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Policies of its own: who may invoke a function. */
  readonly policies: readonly NamedPolicy[];
  /** Ids of the roles that one acts as, or lets act, who has it. */
  readonly roles: readonly string[];
  /** ARNs of managed policies of a role, and of its boundary. */
  readonly managed: readonly string[];
  readonly boundary?: string;
}

const nothing = { policies: [], managed: [], roles: [], tags: {} } as const;
const federation = 'cognito-identity.amazonaws.com';

const tagProperties: Readonly<Record<string, string>> = {
  'AWS::Cognito::IdentityPool': 'IdentityPoolTags',
  'AWS::Cognito::UserPool': 'UserPoolTags',
};

const tagsOf = ({ properties, type }: TemplateResource): Readonly<Record<string, string>> => {
  const found = tags(properties, tagProperties[type]);
  return isKnown(found) ? found : {};
};

/** A permission of a function, as the statement that Lambda makes of it. */
function permission({ logicalId, properties }: TemplateResource, physical: Physical): Value<Statement> {
  const text = (path: string) => {
    const found = str(properties, path, undefined);
    return isUnknown(found) ? found : found === undefined ? undefined : physical.text(found);
  };
  const [principal, action, arn, account] = ['Principal', 'Action', 'SourceArn', 'SourceAccount'].map(text);
  if (isUnknown(principal) || isUnknown(action) || isUnknown(arn) || isUnknown(account))
    return unknown('a part of the permission is not known');
  const type = principal === '*' ? '*' : principal?.endsWith('.amazonaws.com') ? 'Service' : 'AWS';
  return {
    sid: logicalId,
    effect: 'Allow',
    principals: { [type]: [principal ?? '*'] },
    notPrincipals: {},
    actions: [action ?? 'lambda:*'],
    notActions: [],
    resources: [],
    notResources: [],
    conditions: {
      ...(arn === undefined ? {} : { ArnLike: { 'aws:SourceArn': [arn] } }),
      ...(account === undefined ? {} : { StringEquals: { 'aws:SourceAccount': [account] } }),
    },
  };
}

function permissionsOf(resource: TemplateResource, set: TemplateSet, physical: Physical): readonly NamedPolicy[] {
  return set.attached(resource, 'AWS::Lambda::Permission', 'FunctionName').map((one): NamedPolicy => {
    const found = permission(one, physical);
    const policy: Value<Policy> = isUnknown(found) ? found : { statements: [found] };
    return { name: idOf(one), policy };
  });
}

class Targets {
  constructor(
    private readonly set: TemplateSet,
    private readonly physical: Physical,
    private readonly identities: readonly Identity[],
  ) {}

  private base(resource: TemplateResource, kind: TargetKind, arn: string): Target {
    const { region } = this.physical.environmentOf(resource.stack);
    return { ...nothing, id: idOf(resource), kind, arn, region, tags: tagsOf(resource) };
  }

  private own(service: string, rest: string, stack: string): string {
    const { account, partition, region } = this.physical.environmentOf(stack);
    return `arn:${partition}:${service}:${region}:${account}:${rest}`;
  }

  /** Id that AWS makes up. */
  private made = ({ logicalId, stack }: TemplateResource) => this.physical.text(mark(stack, logicalId));

  private ofType(type: string, kind: TargetKind, service: string, prefix: string): readonly Target[] {
    return this.set
      .ofType(type)
      .map((one) => this.base(one, kind, this.own(service, `${prefix}${this.made(one)}`, one.stack)));
  }

  identityTargets(): readonly Target[] {
    return this.identities.map((one) => ({
      ...nothing,
      id: one.id,
      kind: one.principal.kind === 'user' ? 'user' : 'role',
      arn: one.principal.name,
      region: 'us-east-1',
      tags: one.tags,
      roles: [one.id],
      managed: one.managed ?? [],
      ...(one.boundaryArn === undefined ? {} : { boundary: one.boundaryArn }),
    }));
  }

  functions(): readonly Target[] {
    return this.set.ofType('AWS::Lambda::Function').map((one) => {
      const role = this.set.target(one.properties.Role);
      return {
        ...this.base(one, 'function', this.physical.arnOf(one)),
        policies: permissionsOf(one, this.set, this.physical),
        roles: role ? [idOf(role)] : [],
      };
    });
  }

  /** An API, with the roles of the functions of its stack that API Gateway may invoke. */
  apis(functions: readonly Target[]): readonly Target[] {
    return ['AWS::ApiGatewayV2::Api', 'AWS::ApiGateway::RestApi'].flatMap((type) =>
      this.set.ofType(type).map((one) => {
        const { partition, region } = this.physical.environmentOf(one.stack);
        const path = type.includes('V2') ? 'apis' : 'restapis';
        const behind = functions.filter(
          ({ id, policies }) => id.startsWith(`${one.stack}/`) && JSON.stringify(policies).includes('apigateway'),
        );
        const arn = `arn:${partition}:apigateway:${region}::/${path}/${this.made(one)}`;
        return { ...this.base(one, 'api', arn), roles: behind.flatMap(({ roles }) => roles) };
      }),
    );
  }

  /** @param role that CloudFormation acts with */
  stacks(role: readonly string[]): readonly Target[] {
    const names = [...new Set(this.set.resources.map(({ stack }) => stack))];
    return names.map((stack) => ({
      ...nothing,
      id: stack,
      kind: 'stack',
      arn: this.own('cloudformation', `stack/${stack}/${hole('uuid', `id of stack ${stack}`)}`, stack),
      region: this.physical.environmentOf(stack).region,
      roles: role,
    }));
  }

  pools(): readonly Target[] {
    const admitted = this.trusting({ kind: 'federated', name: federation });
    const people = this.ofType('AWS::Cognito::UserPool', 'user pool', 'cognito-idp', 'userpool/');
    const identities = this.ofType('AWS::Cognito::IdentityPool', 'identity pool', 'cognito-identity', 'identitypool/');
    return [...people, ...identities].map((one) => ({ ...one, roles: admitted }));
  }

  endpoints(): readonly Target[] {
    return this.ofType('AWS::EC2::VPCEndpoint', 'endpoint', 'ec2', 'vpc-endpoint/');
  }

  organisation(): readonly Target[] {
    return this.ofType('AWS::Organizations::Policy', 'organization policy', 'organizations', 'policy/');
  }

  /** Roles whose trust lets such a principal in, whatever the conditions. */
  trusting(who: Identity['principal']): readonly string[] {
    return this.identities.filter((one) => lets(one, who)).map(({ id }) => id);
  }
}

/** Whether a role's trust may let a principal in, whatever the conditions. */
export const lets = ({ trust }: Identity, who: Identity['principal']): boolean =>
  trust !== undefined &&
  (isUnknown(trust.policy) ||
    trust.policy.statements.some((one) => one.effect === 'Allow' && means(one, who) !== 'no'));

/** @param roles and users that the templates declare */
export function targetsOf(set: TemplateSet, physical: Physical, identities: readonly Identity[]): readonly Target[] {
  const all = new Targets(set, physical, identities);
  const functions = all.functions();
  const execution = all.trusting({ kind: 'service', name: 'cloudformation.amazonaws.com' });
  return [
    ...all.identityTargets(),
    ...functions,
    ...all.apis(functions),
    ...all.stacks(execution),
    ...all.pools(),
    ...all.endpoints(),
    ...all.organisation(),
  ];
}
