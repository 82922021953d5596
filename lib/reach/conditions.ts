/**
 * Whether a statement's conditions hold for a request.
 *
 * IAM User Guide, "IAM JSON policy elements: Condition operators", "Conditions with multiple context keys or values",
 * "Set operators for multivalued context keys".
 */
import type { Statement } from '../resources/policy';
import { type Context, type Fact, factOf } from './context';
import { type Comparison, comparisons, negations } from './operators';
import { all, any, not, type Truth, truthOf, unsure } from './truth';
import { replaceVariables } from './variables';

/** An operator taken apart. */
export interface Operator {
  readonly set: 'all' | 'any' | undefined;
  /** In small letters, without negation: `stringequals`. */
  readonly base: string;
  readonly negated: boolean;
  readonly ifExists: boolean;
}

const parsed = new Map<string, Operator>();

export function operatorOf(name: string): Operator {
  const known = parsed.get(name);
  if (known) return known;
  const [, set, base = '', ifExists] =
    /^(?:(forallvalues|foranyvalue):)?(.*?)(ifexists)?$/.exec(name.toLowerCase()) ?? [];
  const made: Operator = {
    set: set === undefined ? undefined : set === 'forallvalues' ? 'all' : 'any',
    base: negations[base] ?? base,
    negated: base in negations,
    ifExists: ifExists !== undefined,
  };
  parsed.set(name, made);
  return made;
}

/** Where a request lacks the key: what must match does not, what must not match does. */
function whenAbsent({ ifExists, negated, set }: Operator): Truth {
  if (ifExists) return 'yes';
  if (set !== undefined) return truthOf(set === 'all');
  return truthOf(negated);
}

/** Whether a value is one of the policy's. */
function isOneOf(actual: string, wanted: readonly string[], compare: Comparison, context: Context): Truth {
  let result: Truth = 'no';
  for (const value of wanted) {
    const found = isOne(actual, value, compare, context);
    if (found === 'yes') return 'yes';
    if (found === 'maybe') result = 'maybe';
  }
  return result;
}

function isOne(actual: string, value: string, compare: Comparison, context: Context): Truth {
  if (!value.includes('${')) return compare(actual, value);
  const replaced = replaceVariables(value, context);
  if (replaced === undefined) return 'no';
  const found = compare(actual, replaced.text);
  return replaced.certain ? found : unsure(found);
}

function holdsForValues(operator: Operator, actual: readonly string[], wanted: readonly string[], context: Context) {
  const compare = comparisons[operator.base];
  if (!compare) return 'maybe';
  const [only] = actual;
  // One value, as almost always, is the same with and without a set operator.
  if (actual.length === 1 && only !== undefined) {
    const found = isOneOf(only, wanted, compare, context);
    return operator.negated ? not(found) : found;
  }
  const each = actual.map((value) => {
    const found = isOneOf(value, wanted, compare, context);
    return operator.negated ? not(found) : found;
  });
  if (operator.set === 'all') return all(each);
  if (operator.set === 'any') return any(each);
  // Several values without a set operator: the guide leaves the outcome open, unless it is the same for each.
  return all(each) === any(each) ? all(each) : 'maybe';
}

/** `Null: true` asks that the key is absent. */
function isNull(fact: Fact, wanted: readonly string[]): Truth {
  if (fact === 'unknown' || fact === 'open') {
    const answers = new Set(wanted.map((value) => value.toLowerCase()));
    return answers.has('true') && answers.has('false') ? 'yes' : 'maybe';
  }
  const absent = fact === 'absent' || fact.length === 0;
  return any(wanted.map((value) => truthOf((value.toLowerCase() === 'true') === absent)));
}

/** One operator and key with its values. */
interface Condition {
  readonly operator: Operator;
  readonly key: string;
  readonly wanted: readonly string[];
}

function conditionHolds({ key, operator, wanted }: Condition, context: Context): Truth {
  const fact = factOf(context, key);
  if (operator.base === 'null') return isNull(fact, wanted);
  if (fact === 'unknown' || fact === 'open') return 'maybe';
  if (fact === 'absent' || fact.length === 0) return whenAbsent(operator);
  return holdsForValues(operator, fact, wanted, context);
}

const listed = new WeakMap<Statement['conditions'], readonly Condition[]>();

/** Taken apart once: a statement is held against one request after the other. */
function listOf(conditions: Statement['conditions']): readonly Condition[] {
  const known = listed.get(conditions);
  if (known) return known;
  const made = Object.entries(conditions).flatMap(([name, keys]) =>
    Object.entries(keys).map(([key, wanted]): Condition => ({ operator: operatorOf(name), key, wanted })),
  );
  listed.set(conditions, made);
  return made;
}

/** All operators and keys must hold. */
export function conditionsHold({ conditions }: Pick<Statement, 'conditions'>, context: Context): Truth {
  let result: Truth = 'yes';
  for (const one of listOf(conditions)) {
    const found = conditionHolds(one, context);
    if (found === 'no') return 'no';
    if (found === 'maybe') result = 'maybe';
  }
  return result;
}
