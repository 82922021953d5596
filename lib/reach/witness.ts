/**
 * Whether a request can be made that is allowed, where the caller picks a part of it: the object, a header, an item's
 * key. Denied is said where every such request is denied; allowed where one is found that is. Neither is guessed.
 */
import type { Statement } from '../resources/policy';
import { isUnknown } from '../resources/value';
import { operatorOf } from './conditions';
import { before, type Context, type Fact, factOf, leftOut } from './context';
import { type Decision, evaluate } from './evaluate';
import type { Layers } from './layers';
import type { Request } from './request';
import { namesAction } from './statement';
import { hole, instanceOf, matches } from './text';
import { replaceVariables } from './variables';

export interface Search {
  /** Pattern of the resources that the caller may pick from. @default the resource is given */
  readonly scope?: string;
  /** Values to try for a key beside what the policies name. */
  readonly choices?: Readonly<Record<string, readonly Fact[]>>;
}

export interface Found extends Decision {
  /** The request that is allowed, where the caller has picked. */
  readonly witness?: { readonly resource: string; readonly context: Context };
}

const limit = 64;
const statementsOf = (layers: Layers): readonly Statement[] =>
  [
    layers.identity,
    layers.resource.policies,
    layers.boundary ?? [],
    layers.session ?? [],
    layers.endpoint ?? [],
    layers.rcp ?? [],
    ...(layers.scp ?? []),
  ]
    .flat()
    .flatMap(({ policy }) => (isUnknown(policy) ? [] : policy.statements));

/** A value that no policy names. */
const fresh = (key: string): readonly string[] => [hole('value', `some ${key}`)];

const numeric: Readonly<Record<string, number>> = { numericlessthan: -1, numericgreaterthan: 1 };

/** A value that satisfies one operator. */
function satisfying(name: string, wanted: string, key: string, context: Context): Fact | undefined {
  const { base, negated } = operatorOf(name);
  if (negated) return undefined;
  if (base === 'null') return wanted.toLowerCase() === 'true' ? 'absent' : fresh(key);
  const value = replaceVariables(wanted, context)?.text;
  if (value === undefined) return undefined;
  return [base.startsWith('numeric') ? String(Number(value) + (numeric[base] ?? 0)) : instanceOf(value)];
}

type Assignment = Readonly<Record<string, Fact>>;

const isOpen = (context: Context, key: string): boolean => factOf(context, key) === 'open';

/** Keys that variables of a statement name, where the caller picks them. */
function variablesOf(one: Statement, context: Context): readonly string[] {
  const texts = [
    one.resources,
    one.notResources,
    ...Object.values(one.conditions).flatMap(Object.values),
  ].flat() as string[];
  const keys = texts.flatMap((text) =>
    [...text.matchAll(/\$\{([^},]+)/g)].map(([, key = '']) => key.trim().toLowerCase()),
  );
  return [...new Set(keys)].filter((key) => isOpen(context, key));
}

/** What makes the conditions of an allow hold, as far as the caller picks. */
function pickFor(one: Statement, context: Context): Assignment {
  const picked: Record<string, Fact> = {};
  for (const key of variablesOf(one, context)) picked[key] ??= fresh(key);
  for (const [name, keys] of Object.entries(one.conditions)) {
    for (const [key, [wanted]] of Object.entries(keys)) {
      const lower = key.toLowerCase();
      if (wanted === undefined || !isOpen(context, key)) continue;
      const value = satisfying(name, wanted, lower, before(picked, context));
      const exact = operatorOf(name).base !== 'null';
      if (value !== undefined && (exact || !Object.hasOwn(picked, lower))) picked[lower] = value;
    }
  }
  return picked;
}

/** Values to try for each open key that a deny looks at: none, those that it names, and another. */
function alternatives(denies: readonly Statement[], context: Context, given: Search['choices']): Map<string, Fact[]> {
  const found = new Map<string, Fact[]>();
  for (const { conditions } of denies) {
    for (const [name, keys] of Object.entries(conditions)) {
      for (const [key, wanted] of Object.entries(keys)) {
        const lower = key.toLowerCase();
        if (!isOpen(context, key) || given?.[lower]) continue;
        const named = operatorOf(name).base === 'null' ? [] : wanted.slice(0, 2);
        const values = named.flatMap((value) => {
          const text = replaceVariables(value, context)?.text;
          return text === undefined ? [] : [[instanceOf(text)]];
        });
        found.set(lower, [...(found.get(lower) ?? ['absent']), ...values, fresh(lower)]);
      }
    }
  }
  return found;
}

/** Every combination, the first ones first, up to the limit. */
function combinations(options: ReadonlyMap<string, readonly Fact[]>): readonly Assignment[] {
  let list: readonly Assignment[] = [{}];
  for (const [key, facts] of options)
    list = facts.flatMap((fact) => list.map((one) => ({ ...one, [key]: fact }))).slice(0, limit);
  return list;
}

/** What the caller may ask for: an instance of what a statement allows, and anything. */
function resourcesFor(
  one: Statement,
  request: Request,
  context: Context,
  scope: string | undefined,
): readonly string[] {
  if (scope === undefined) return [request.resource];
  const named = one.resources
    .flatMap((pattern) => replaceVariables(pattern, context)?.text ?? [])
    .map((text) => instanceOf(text));
  const inside = named.filter((text) => matches(scope, text) === 'yes');
  return [...new Set([...inside, instanceOf(scope), request.resource])];
}

function* attempts(request: Request, layers: Layers, search: Search): Generator<Request> {
  const speaking = statementsOf(layers).filter((one) => namesAction(one, request.action));
  const [allowing, denying] = [
    speaking.filter(({ effect }) => effect === 'Allow'),
    speaking.filter(({ effect }) => effect === 'Deny'),
  ];
  const given = new Map(Object.entries(search.choices ?? {}));
  const rest = combinations(new Map([...given, ...alternatives(denying, request.context, search.choices)]));
  const everyPick = allowing.map((one) => pickFor(one, request.context));
  for (const one of allowing) {
    const first = pickFor(one, request.context);
    // What bounds must hold too: a boundary, an endpoint, the key's own policy.
    const picked: Assignment = Object.assign({}, ...everyPick, first);
    for (const more of [first, picked]) {
      for (const other of rest) {
        const chosen = Object.fromEntries([...given.keys()].map((key) => [key, other[key] ?? 'absent']));
        const context = before({ ...other, ...more, ...chosen }, request.context);
        for (const resource of resourcesFor(one, request, context, search.scope))
          yield { ...request, resource, context };
      }
    }
  }
}

/** Decides whether any request of this shape is allowed. */
export function decide(request: Request, layers: Layers, search: Search = {}): Found {
  const first = evaluate(request, layers);
  if (first.outcome !== 'undecided') return first;
  let tried = 0;
  for (const attempt of attempts(request, layers, search)) {
    if (++tried > 4 * limit) break;
    const context = before(leftOut, attempt.context);
    const decision = evaluate({ ...attempt, context }, layers);
    if (decision.outcome === 'allowed') return { ...decision, witness: { resource: attempt.resource, context } };
  }
  return first;
}
