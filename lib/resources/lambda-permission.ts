/**
 * Who may call a function: `AWS::Lambda::Permission`, `AddPermission` and `GetPolicy`, read as statements of one policy.
 *
 * A statement's resource is the function itself, so only the version or alias that it is for is kept of it, and its id
 * is kept apart: CloudFormation makes one up, and who may call does not depend on it.
 */
import type { Policy, Statement } from './policy';
import { str } from './read';
import type { TemplateResource, TemplateSet } from './template';
import { isUnknown, mark, unknown, type Value } from './value';

export interface FunctionAccess {
  readonly policy: Value<Policy>;
  /** Statement ids, in the order of the policy's statements; `undefined` where one has none. */
  readonly ids: readonly Value<string | undefined>[];
}

/** Property of `AWS::Lambda::Permission` and `AddPermission` to what Lambda makes of it in the policy. */
const conditions = [
  ['SourceArn', 'ArnLike', 'aws:SourceArn'],
  ['SourceAccount', 'StringEquals', 'aws:SourceAccount'],
  ['PrincipalOrgID', 'StringEquals', 'aws:PrincipalOrgID'],
  ['EventSourceToken', 'StringEquals', 'lambda:EventSourceToken'],
  ['FunctionUrlAuthType', 'StringEquals', 'lambda:FunctionUrlAuthType'],
  ['InvokedViaFunctionUrl', 'Bool', 'lambda:InvokedViaFunctionUrl'],
] as const;

export type PermissionProperty = (typeof conditions)[number][0];

/** IAM turns an account's number into its root; both mean the account. */
const account = (principal: string): string => /^arn:[^:]*:iam::(\d{12}):root$/.exec(principal)?.[1] ?? principal;

function principalsOf(principal: string): Statement['principals'] {
  if (principal === '*') return { '*': ['*'] };
  return /\.(amazonaws\.com(\.cn)?|amazon\.com)$/.test(principal)
    ? { Service: [principal] }
    : { AWS: [account(principal)] };
}

/** A statement in the form that both readers give: without id, keys of global conditions in lower case. */
export function plainStatement(one: Statement): Statement {
  const lower = (key: string) => key.replace(/^aws:/i, 'aws:');
  const everyone = one.principals.AWS?.includes('*') === true || '*' in one.principals;
  const { AWS: accounts, ...others } = one.principals;
  return {
    ...one,
    sid: undefined,
    principals: everyone ? { '*': ['*'] } : { ...others, ...(accounts ? { AWS: accounts.map(account) } : {}) },
    resources: one.resources.flatMap((arn) => /:function:[^:]+:([^:]+)$/.exec(arn)?.[1] ?? []),
    conditions: Object.fromEntries(
      Object.entries(one.conditions).map(([operator, keys]) => [
        operator,
        Object.fromEntries(Object.entries(keys).map(([key, values]) => [lower(key), values])),
      ]),
    ),
  };
}

function statementOf({ properties }: TemplateResource, qualifier: string | undefined): Value<Statement> {
  const principal = str(properties, 'Principal', '');
  const action = str(properties, 'Action', '');
  if (isUnknown(principal)) return principal;
  if (isUnknown(action)) return action;
  const found: Record<string, Record<string, readonly string[]>> = {};
  for (const [property, operator, key] of conditions) {
    const value = str(properties, property, undefined);
    if (isUnknown(value)) return value;
    if (value !== undefined) found[operator] = { ...found[operator], [key]: [value] };
  }
  return {
    sid: undefined,
    effect: 'Allow',
    principals: principalsOf(principal),
    notPrincipals: {},
    actions: [action],
    notActions: [],
    resources: qualifier === undefined ? [] : [qualifier],
    notResources: [],
    conditions: found,
  };
}

/** What `AddPermission` must be told to write a statement of a template again. */
export function permissionOf(one: Statement): Readonly<Partial<Record<PermissionProperty, string>>> & {
  readonly Principal: string;
  readonly Action: string;
  readonly Qualifier: string | undefined;
} {
  const told = conditions.flatMap(([property, operator, key]) => {
    const value = one.conditions[operator]?.[key]?.[0];
    return value === undefined ? [] : [[property, value]];
  });
  return {
    ...Object.fromEntries(told),
    Principal: Object.values(one.principals)[0]?.[0] ?? '',
    Action: one.actions[0] ?? '',
    Qualifier: one.resources[0],
  };
}

/** The version or alias in a name or ARN that is written out, `null` where it is another function's. */
function writtenOut(owner: TemplateResource, text: unknown): string | undefined | null {
  if (typeof text !== 'string' || !text.includes(':')) return null;
  const [name, qualifier] = (text.split('function:').at(-1) ?? '').split(':');
  return name === owner.properties.FunctionName || name === mark(owner.stack, owner.logicalId) ? qualifier : null;
}

/** Permissions of the function with the version or alias that each is for, whichever way they name it. */
function attached(owner: TemplateResource, set: TemplateSet): ReadonlyMap<TemplateResource, string | undefined> {
  const found = new Map<TemplateResource, string | undefined>();
  const add = (target: TemplateResource, qualifier?: string) => {
    for (const one of set.attached(target, 'AWS::Lambda::Permission', 'FunctionName')) found.set(one, qualifier);
  };
  add(owner);
  for (const one of set.ofType('AWS::Lambda::Permission')) {
    const qualifier = writtenOut(owner, one.properties.FunctionName);
    if (qualifier !== null) found.set(one, qualifier);
  }
  for (const one of set.attached(owner, 'AWS::Lambda::Version', 'FunctionName'))
    add(one, mark(one.stack, one.logicalId, 'Version'));
  for (const one of set.attached(owner, 'AWS::Lambda::Alias', 'FunctionName'))
    add(one, String(one.properties.Name ?? ''));
  return found;
}

/** Who may call a function, as the templates declare it. */
export function declaredAccess(owner: TemplateResource, set: TemplateSet): FunctionAccess {
  const hidden = set.ofType('AWS::Lambda::Permission').find((one) => isUnknown(one.properties.FunctionName));
  if (hidden) return { policy: unknown(`which function ${hidden.logicalId} is for is not known`), ids: [] };
  const statements: Statement[] = [];
  const ids: string[] = [];
  for (const [permission, qualifier] of attached(owner, set)) {
    const statement = statementOf(permission, qualifier);
    if (isUnknown(statement)) return { policy: statement, ids: [] };
    statements.push(statement);
    ids.push(mark(permission.stack, permission.logicalId));
  }
  return { policy: { statements }, ids };
}
