/** Whether a statement speaks of a request: its principal, action, resource and conditions. */
import type { Statement } from '../resources/policy';
import { conditionsHold } from './conditions';
import type { Context } from './context';
import { remembered } from './memory';
import type { Principal, Request } from './request';
import { equals, matches } from './text';
import { all, any, not, type Truth, unsure } from './truth';
import { replaceVariables } from './variables';

const spoken = new WeakMap<Statement, Map<string, boolean>>();

/** Whether it names the action, by `Action` or by `NotAction`; without regard to case. */
export function namesAction(one: Statement, action: string): boolean {
  const known = remembered(spoken, one);
  const before = known.get(action);
  if (before !== undefined) return before;
  const name = action.toLowerCase();
  const covers = (pattern: string) => matches(pattern.toLowerCase(), name) === 'yes';
  const found = one.actions.some(covers) || (one.notActions.length > 0 && !one.notActions.some(covers));
  known.set(action, found);
  return found;
}

function inList(patterns: readonly string[], resource: string, context: Context): Truth {
  return any(
    patterns.map((pattern) => {
      const replaced = replaceVariables(pattern, context);
      if (replaced === undefined) return 'no';
      const found = matches(replaced.text, resource);
      return replaced.certain ? found : unsure(found);
    }),
  );
}

const plain = new WeakMap<Statement, Map<string, Truth> | undefined>();
const isPlain = (pattern: string): boolean => !pattern.includes('${');

/** Answers by resource, of a statement without variables. */
function plainAnswers(one: Statement): Map<string, Truth> | undefined {
  if (plain.has(one)) return plain.get(one);
  const made = [...one.resources, ...one.notResources].every(isPlain) ? new Map<string, Truth>() : undefined;
  plain.set(one, made);
  return made;
}

/**
 * A policy on a resource that names none, as a role's trust does, is about that resource. Without variables the context
 * does not matter, and one look at a resource is enough.
 */
export function namesResource(one: Statement, resource: string, context: Context): Truth {
  const answers = plainAnswers(one);
  if (!answers) return namesIt(one, resource, context);
  const known = answers.get(resource);
  if (known) return known;
  const found = namesIt(one, resource, context);
  answers.set(resource, found);
  return found;
}

function namesIt({ notResources, resources }: Statement, resource: string, context: Context): Truth {
  if (resources.length > 0) return inList(resources, resource, context);
  return notResources.length > 0 ? not(inList(notResources, resource, context)) : 'yes';
}

/**
 * How a statement on a resource means a principal. `direct` is the user, the session or everyone: such a grant needs
 * nothing else within the account. `role` is a role, whose boundary and session policy still bound it. `account` leaves
 * it to the account's own IAM policies.
 */
export interface Meaning {
  readonly direct: Truth;
  readonly role: Truth;
  readonly account: Truth;
}

const nobody: Meaning = { direct: 'no', role: 'no', account: 'no' };

/** The account that a value stands for: its number or its root's ARN. */
const accountOf = (value: string): string | undefined =>
  /^\d{12}$/.test(value) ? value : /^arn:[^:]*:iam::([^:]*):root$/.exec(value)?.[1];

function meansOne(type: string, value: string, principal: Principal): Meaning {
  const { account, kind, name, session } = principal;
  if (value === '*' && (type === 'AWS' || type === '*')) return { ...nobody, direct: 'yes' };
  if (type === 'Service') return { ...nobody, direct: kind === 'service' ? equals(value, name) : 'no' };
  if (type === 'Federated') return { ...nobody, direct: kind === 'federated' ? equals(value, name) : 'no' };
  // A canonical user is an account of S3: which one, its id does not say.
  if (type === 'CanonicalUser') return { ...nobody, account: account === undefined ? 'no' : 'maybe' };
  if (type !== 'AWS' || account === undefined) return nobody;
  const whole = accountOf(value);
  const root = whole === undefined ? 'no' : equals(whole, account);
  if (kind !== 'role') return { direct: equals(value, name), role: 'no', account: root };
  return { direct: session === undefined ? 'no' : equals(value, session), role: equals(value, name), account: root };
}

function meansAny(principals: Statement['principals'], principal: Principal): Meaning {
  const found = Object.entries(principals).flatMap(([type, values]) =>
    values.map((value) => meansOne(type, value, principal)),
  );
  return {
    direct: any(found.map(({ direct }) => direct)),
    role: any(found.map(({ role }) => role)),
    account: any(found.map(({ account }) => account)),
  };
}

/**
 * `NotPrincipal` spares a session only if the session, its role and its account are all named: with fewer, IAM User
 * Guide, "AWS JSON policy elements: NotPrincipal", says that the rest might be denied.
 */
function spares({ notPrincipals }: Statement, principal: Principal): Truth {
  const { account, direct, role } = meansAny(notPrincipals, principal);
  const named = any([account, direct, role]);
  if (named !== 'yes' || principal.account === undefined || principal.kind === 'root') return named;
  const needed = principal.kind === 'role' ? [account, direct, role] : [account, direct];
  return all(needed) === 'yes' ? 'yes' : 'maybe';
}

/** What each statement last meant: a store's policies are held against one principal after the other. */
const meant = new WeakMap<Statement, { readonly principal: Principal; readonly meaning: Meaning }>();

export function meaningOf(one: Statement, principal: Principal): Meaning {
  const last = meant.get(one);
  if (last?.principal === principal) return last.meaning;
  const meaning = meaningFor(one, principal);
  meant.set(one, { principal, meaning });
  return meaning;
}

function meaningFor(one: Statement, principal: Principal): Meaning {
  if (Object.keys(one.notPrincipals).length === 0) return meansAny(one.principals, principal);
  return { ...nobody, direct: not(spares(one, principal)) };
}

/** Whether a policy on a resource means the principal in any way. */
export function means(one: Statement, principal: Principal): Truth {
  const { account, direct, role } = meaningOf(one, principal);
  return any([account, direct, role]);
}

/** Condition keys that speak of who asks and of what is asked for: where the request comes from changes none of them. */
const placeless = /^aws:(principal(arn|account|orgid|isawsservice|tag\/.+)|username|resource(account|orgid|tag\/.+))$/i;

/** Whether a statement says the same of a request wherever that comes from. */
export function knowsNoPlace({ conditions, notResources, resources }: Statement): boolean {
  const keys = Object.values(conditions).flatMap(Object.keys);
  const texts = [...resources, ...notResources, ...Object.values(conditions).flatMap(Object.values).flat()] as string[];
  const variables = texts.flatMap((text) => [...text.matchAll(/\$\{([^},]+)/g)].map(([, key = '']) => key.trim()));
  return [...keys, ...variables].every((key) => placeless.test(key) || ['*', '?', '$'].includes(key));
}

/** Resource and conditions, of a statement that names the action; who asks is another question. */
export function holds(one: Statement, { context, resource }: Request): Truth {
  const named = namesResource(one, resource, context);
  if (named === 'no') return named;
  const conditions = conditionsHold(one, context);
  return named === 'yes' || conditions === 'no' ? conditions : named;
}
