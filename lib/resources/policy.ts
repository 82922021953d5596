/** IAM policy documents, normalised: every field a list, texts possibly symbolic. */
import { asText, type Data, findUnknown, isUnknown, unknown, type Value } from './value';

export interface Statement {
  readonly sid: string | undefined;
  readonly effect: 'Allow' | 'Deny';
  /** Principal type (`AWS`, `Service`, `Federated`, `CanonicalUser`, `*`) to its values; empty in identity policies. */
  readonly principals: Readonly<Record<string, readonly string[]>>;
  readonly notPrincipals: Readonly<Record<string, readonly string[]>>;
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
  readonly resources: readonly string[];
  readonly notResources: readonly string[];
  /** Operator to key to values, for example `{ Bool: { 'aws:SecureTransport': ['false'] } }`. */
  readonly conditions: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

export interface Policy {
  readonly statements: readonly Statement[];
}

type Properties = { readonly [key: string]: Data };

const list = (data: Data | undefined): string[] =>
  data === undefined ? [] : (Array.isArray(data) ? data : [data]).map(asText);
const record = (data: Data | undefined): Properties =>
  typeof data === 'object' && data !== null && !Array.isArray(data) ? (data as Properties) : {};

function principals(data: Data | undefined): Record<string, string[]> {
  if (data === undefined) return {};
  if (typeof data === 'string') return { [data === '*' ? '*' : 'AWS']: [data] };
  return Object.fromEntries(Object.entries(record(data)).map(([type, values]) => [type, list(values)]));
}

function statement(data: Data): Statement {
  const fields = record(data);
  return {
    sid: fields.Sid === undefined ? undefined : asText(fields.Sid),
    effect: fields.Effect === 'Deny' ? 'Deny' : 'Allow',
    principals: principals(fields.Principal),
    notPrincipals: principals(fields.NotPrincipal),
    actions: list(fields.Action),
    notActions: list(fields.NotAction),
    resources: list(fields.Resource),
    notResources: list(fields.NotResource),
    conditions: Object.fromEntries(
      Object.entries(record(fields.Condition)).map(([operator, keys]) => [
        operator,
        Object.fromEntries(Object.entries(record(keys)).map(([key, values]) => [key, list(values)])),
      ]),
    ),
  };
}

/** Reads a policy from a template's property or from an API's JSON text; `undefined` is the empty policy. */
export function readPolicy(data: Data | undefined): Value<Policy> {
  if (data === undefined || data === null) return { statements: [] };
  if (isUnknown(data)) return data;
  if (typeof data === 'string') return parsePolicyText(data);
  const hidden = findUnknown(data);
  if (hidden) return unknown(`the policy at ${hidden.path}: ${hidden.why}`);
  const statements = record(data).Statement;
  return {
    statements: (statements === undefined ? [] : Array.isArray(statements) ? statements : [statements]).map(statement),
  };
}

function parsePolicyText(text: string): Value<Policy> {
  try {
    return readPolicy(JSON.parse(text) as Data);
  } catch {
    return unknown('the policy text is not JSON');
  }
}

/** Several policies on one resource read as one. */
export function mergePolicies(policies: readonly Value<Policy>[]): Value<Policy> {
  const hidden = policies.find(isUnknown);
  return hidden ?? { statements: policies.flatMap((policy) => (isUnknown(policy) ? [] : policy.statements)) };
}

/** Whether a statement's principal is everyone. */
export const isPublic = (one: Statement): boolean =>
  Object.values(one.principals).some((values) => values.includes('*')) || Object.keys(one.notPrincipals).length > 0;

/** The account of a principal that is named by account id or ARN; undefined for services, ids and marks. */
export const accountOf = (principal: string): string | undefined =>
  /^(\d{12})$/.exec(principal)?.[1] ?? /^arn:[^:]*:(?:iam|sts)::(\d{12}):/.exec(principal)?.[1];

/** Whether an action pattern such as `s3:Get*` covers an action such as `s3:GetObject`. Case does not matter, as in IAM. */
export function coversAction(pattern: string, action: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*/g, '.*')
    .replace(/\?/g, '.');
  return new RegExp(`^${source}$`, 'i').test(action);
}

/** Whether a statement speaks of an action, by `Action` or by `NotAction`. */
export const speaksOf = (one: Statement, action: string): boolean =>
  one.actions.some((pattern) => coversAction(pattern, action)) ||
  (one.notActions.length > 0 && !one.notActions.some((pattern) => coversAction(pattern, action)));

/** The values of a condition key under an operator; keys and operators compare without case, as in IAM. */
export function conditionValues(one: Statement, operator: string, key: string): readonly string[] {
  for (const [name, keys] of Object.entries(one.conditions)) {
    if (name.toLowerCase() !== operator.toLowerCase()) continue;
    for (const [candidate, values] of Object.entries(keys))
      if (candidate.toLowerCase() === key.toLowerCase()) return values;
  }
  return [];
}

/**
 * The policy as IAM's JSON text, for writing a declared policy back.
 *
 * @throws TypeError where the policy is unknown: what is not known must never be written.
 */
export function writePolicy(policy: Value<Policy>): string {
  if (isUnknown(policy)) throw new TypeError(`a policy that is unknown cannot be written: ${policy.unknown}`);
  const present = (field: string, values: readonly string[]) => (values.length > 0 ? { [field]: values } : {});
  const principal = (field: string, values: Statement['principals']) => {
    if (Object.keys(values).length === 0) return {};
    return { [field]: '*' in values ? '*' : values };
  };
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: policy.statements.map((one) => ({
      ...(one.sid === undefined ? {} : { Sid: one.sid }),
      Effect: one.effect,
      ...principal('Principal', one.principals),
      ...principal('NotPrincipal', one.notPrincipals),
      ...present('Action', one.actions),
      ...present('NotAction', one.notActions),
      ...present('Resource', one.resources),
      ...present('NotResource', one.notResources),
      ...(Object.keys(one.conditions).length > 0 ? { Condition: one.conditions } : {}),
    })),
  });
}
