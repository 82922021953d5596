/** IAM's evaluation, as far as the bootstrap's documents need it: identity policies within a boundary, a deny wins. */
import type { PolicyDocument, Statement } from '../../lib/bootstrap/policy';

export interface Request {
  readonly action: string;
  readonly resource: string;
  readonly context?: Readonly<Record<string, string>>;
}

const matches = (pattern: string, text: string): boolean =>
  new RegExp(
    `^${pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
  ).test(text);

const any = (patterns: readonly string[] | undefined, text: string) =>
  (patterns ?? []).some((pattern) => matches(pattern, text));

function conditionHolds(condition: Statement['Condition'], context: Readonly<Record<string, string>>): boolean {
  return Object.entries(condition ?? {}).every(([operator, keys]) =>
    Object.entries(keys).every(([key, wanted]) => {
      const given = context[key];
      const values = typeof wanted === 'string' ? [wanted] : wanted;
      const equal = given !== undefined && values.some((value) => matches(value, given));
      if (operator === 'StringEquals' || operator === 'ArnLike') return equal;
      // A negated operator is true where the key is absent.
      if (operator === 'StringNotEquals') return !equal;
      throw new Error(`the evaluator does not know ${operator}`);
    }),
  );
}

function applies(statement: Statement, { action, context = {}, resource }: Request): boolean {
  const ofAction = statement.NotAction ? !any(statement.NotAction, action) : any(statement.Action, action);
  const ofResource = statement.NotResource ? !any(statement.NotResource, resource) : any(statement.Resource, resource);
  return ofAction && ofResource && conditionHolds(statement.Condition, context);
}

const says = (documents: readonly PolicyDocument[], effect: Statement['Effect'], request: Request) =>
  documents.some(({ Statement }) => Statement.some((one) => one.Effect === effect && applies(one, request)));

/** Whether a role with these policies, within this boundary, may. */
export const allows = (policies: readonly PolicyDocument[], boundary: PolicyDocument, request: Request): boolean =>
  says(policies, 'Allow', request) &&
  says([boundary], 'Allow', request) &&
  !says([...policies, boundary], 'Deny', request);
