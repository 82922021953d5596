/**
 * What the bootstrap's CloudFormation execution role may do: the actions of the resource types that this configuration
 * really declares, on this deployment's own, and roles only within the deployment's boundary. Pure. 45 CFR
 * 164.308(a)(4)(ii)(A), 164.312(a)(1).
 */

import type { Config } from '../config/schema';
import { AsepsisError } from '../errors';
import { blueprintOf } from '../stacks/blueprint';
import { actionsOf, linkedRoles } from './actions';
import { qualifier } from './names';
import { resourcesOf } from './scopes';

export interface Statement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Action?: readonly string[];
  readonly NotAction?: readonly string[];
  readonly Resource?: readonly string[];
  readonly NotResource?: readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

export interface PolicyDocument {
  readonly Version: '2012-10-17';
  readonly Statement: readonly Statement[];
}

/** Characters of a managed policy, and managed policies of a role: IAM's quotas. */
export const policyLimit = 6144;
const policiesOfRole = 10;

export const documentOf = (statements: readonly Statement[]): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: statements,
});

/** Size as IAM counts it: without white space. */
export const sizeOf = (statements: readonly Statement[]): number => JSON.stringify(documentOf(statements)).length;

/** @throws AsepsisError for a type whose actions nobody has looked up */
export function neededActions(types: Iterable<string>): readonly string[] {
  const actions = new Set<string>();
  const strange: string[] = [];
  for (const type of new Set(types)) {
    const found = actionsOf(type);
    if (!found) strange.push(type);
    for (const action of found ?? []) actions.add(action);
  }
  if (strange.length > 0)
    throw new AsepsisError(`no actions are known for ${strange.sort().join(', ')}`, {
      code: 'BOOTSTRAP_TYPE',
      remedy: 'Add them to lib/bootstrap/actions.ts, from the permissions of the handlers in its resource type schema.',
    });
  return [...actions].sort();
}

/** Roles and policies, below our path alone; a role only with our boundary, and with policies of ours alone. */
function iamStatements(actions: readonly string[], types: Iterable<string>, config: Config): readonly Statement[] {
  const path = (kind: string) => `arn:aws:iam::${config.account}:${kind}/asepsis/*`;
  const bounded = ['iam:CreateRole', 'iam:PutRolePermissionsBoundary'];
  const attaching = ['iam:AttachRolePolicy', 'iam:DetachRolePolicy'];
  const iam = actions.filter((action) => action.startsWith('iam:'));
  const plain = iam.filter((action) => ![...bounded, ...attaching].includes(action));
  const services = [...new Set([...types].flatMap((type) => linkedRoles[type] ?? []))].sort();
  return [
    { Sid: 'OwnIdentities', Effect: 'Allow', Action: plain, Resource: [path('role'), path('policy')] },
    {
      Sid: 'BoundedRoles',
      Effect: 'Allow',
      Action: bounded,
      Resource: [path('role')],
      Condition: { StringEquals: { 'iam:PermissionsBoundary': blueprintOf(config).names.boundaryArn } },
    },
    {
      Sid: 'OwnPolicies',
      Effect: 'Allow',
      Action: attaching,
      Resource: [path('role')],
      Condition: { ArnLike: { 'iam:PolicyARN': path('policy') } },
    },
    {
      Sid: 'ServiceRoles',
      Effect: 'Allow',
      Action: ['iam:CreateServiceLinkedRole'],
      Resource: [`arn:aws:iam::${config.account}:role/aws-service-role/*`],
      Condition: { StringEquals: { 'iam:AWSServiceName': services } },
    },
    {
      Sid: 'ConfigRole',
      Effect: 'Allow',
      Action: ['iam:PassRole'],
      Resource: [`arn:aws:iam::${config.account}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig`],
    },
  ];
}

/** What every stack asks of its role, whatever is in it: its own bootstrap's version. */
const versionStatement = ({ account }: Config): Statement => ({
  Sid: 'BootstrapVersion',
  Effect: 'Allow',
  Action: ['ssm:GetParameters'],
  Resource: [`arn:aws:ssm:*:${account}:parameter/cdk-bootstrap/${qualifier}/version`],
});

/** Half a policy at most, so that they fill policies well. */
const pieceLimit = policyLimit / 2;

/** One statement as several of the same meaning, each small enough. */
function pieces(statement: Statement): readonly Statement[] {
  const { Action = [], ...rest } = statement;
  const chunks: string[][] = [[]];
  for (const action of Action) {
    const last = chunks[chunks.length - 1] ?? [];
    if (sizeOf([{ ...rest, Action: [...last, action] }]) > pieceLimit) chunks.push([action]);
    else last.push(action);
  }
  return chunks.map((chunk) => ({ ...rest, Action: chunk }));
}

function scoped(actions: readonly string[], config: Config): readonly Statement[] {
  const byResources = new Map<string, string[]>();
  for (const action of actions) {
    const key = JSON.stringify(resourcesOf(action, config));
    byResources.set(key, [...(byResources.get(key) ?? []), action]);
  }
  return [...byResources].map(
    ([key, group]): Statement => ({
      Effect: 'Allow',
      Action: group,
      Resource: JSON.parse(key) as string[],
    }),
  );
}

/**
 * The execution policies of a configuration, as few as hold them.
 *
 * @param types the CloudFormation types of all its templates
 * @throws AsepsisError for a type whose actions are unknown, or when more policies would be needed than a role takes
 */
export function executionPolicies(types: Iterable<string>, config: Config): readonly PolicyDocument[] {
  const all = [...types];
  const actions = neededActions(all);
  const statements = [
    versionStatement(config),
    ...iamStatements(actions, all, config),
    ...scoped(
      actions.filter((action) => !action.startsWith('iam:')),
      config,
    ),
  ].flatMap(pieces);
  const bins: Statement[][] = [];
  for (const statement of statements) {
    const bin = bins.find((one) => sizeOf([...one, statement]) <= policyLimit);
    if (bin) bin.push(statement);
    else bins.push([statement]);
  }
  if (bins.length > policiesOfRole)
    throw new AsepsisError(`the execution role would need ${bins.length} policies; IAM allows ${policiesOfRole}`, {
      code: 'BOOTSTRAP_SIZE',
      remedy: 'Raise IAM’s quota of managed policies a role, or take resource types out of the configuration.',
    });
  return bins.map(documentOf);
}
