/**
 * Which roles the templates grant the data of which store, for the picture of the flow. It reads allows alone: whether a
 * call comes through all of its policies is decided in lib/reach. Pure.
 */
import { readPolicy, type Statement } from '../../resources/policy';
import { records } from '../../resources/read';
import type { TemplateResource, TemplateSet } from '../../resources/template';
import { type Data, isKnown, mark } from '../../resources/value';

/** What a role may do with the data of a store. */
export type Use = 'reads' | 'writes';

const uses: readonly (readonly [Use, RegExp])[] = [
  ['reads', /^(s3:(GetObject|\*)|dynamodb:(GetItem|BatchGetItem|Query|Scan|PartiQLSelect|\*)|\*$)/],
  ['writes', /^(s3:(PutObject$|DeleteObject|\*)|dynamodb:(PutItem|UpdateItem|DeleteItem|BatchWriteItem|\*)|\*$)/],
];

const usesOf = (actions: readonly string[]): readonly Use[] =>
  uses.filter(([, pattern]) => actions.some((action) => pattern.test(action))).map(([use]) => use);

/** A wildcard pattern as IAM writes them. */
const matches = (pattern: string, text: string): boolean =>
  new RegExp(
    `^${pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replace(/\*/g, '.*')
      .replace(/\?/g, '.')}$`,
    's',
  ).test(text);

/** The part of a resource that names a bucket or a table, for the principal of a practice. */
const storePart = (resource: string, practice: string): string =>
  resource
    .replace(/\$\{aws:PrincipalTag\/practice\}/g, practice)
    .replace(/\$\{[^}]+\}/g, '*')
    .replace(/(:::[^/]+|\.Arn\}\}|:table\/[^/]+)\/.*$/s, '$1');

/** A role with what its policies allow, read once. */
export interface Grantee {
  readonly role: TemplateResource;
  readonly allows: readonly Statement[];
  /** Those of them that concern the data of stores. What names the caller's practice is read anew for each. */
  readonly data: readonly {
    readonly uses: readonly Use[];
    readonly fixed: readonly string[];
    readonly byPractice: readonly string[];
  }[];
}

/** Every policy that gives a role something. */
function statementsOf(role: TemplateResource, set: TemplateSet): readonly Statement[] {
  const inline = records(role.properties, 'Policies');
  const attached = ['AWS::IAM::ManagedPolicy', 'AWS::IAM::Policy'].flatMap((type) => set.attached(role, type, 'Roles'));
  const documents: readonly (Data | undefined)[] = [
    ...(isKnown(inline) ? inline.map(({ PolicyDocument }) => PolicyDocument) : []),
    ...attached.map(({ properties }) => properties.PolicyDocument),
  ];
  return documents.flatMap((document) => {
    const policy = readPolicy(document);
    return isKnown(policy) ? policy.statements.filter(({ effect }) => effect === 'Allow') : [];
  });
}

/** What a store may be called in a policy. */
function arnsOf(store: TemplateResource): readonly string[] {
  const { BucketName, TableName } = store.properties;
  return [
    mark(store.stack, store.logicalId, 'Arn'),
    ...(typeof BucketName === 'string' ? [`arn:aws:s3:::${BucketName}`] : []),
    ...(typeof TableName === 'string' ? [`table/${TableName}`] : []),
  ];
}

const names = (pattern: string, arns: readonly string[]): boolean =>
  arns.includes(pattern) || (/[*?]|:table\//.test(pattern) && matchesAny(pattern, arns));

const matchesAny = (pattern: string, arns: readonly string[]): boolean =>
  arns.some((arn) => matches(arn.startsWith('table/') ? pattern.replace(/^.*:(table\/)/, '$1') : pattern, arn));

/** Every role of the templates. */
export const granteesOf = (set: TemplateSet): readonly Grantee[] =>
  set.ofType('AWS::IAM::Role').map((role) => {
    const allows = statementsOf(role, set);
    const data = allows.map(({ actions, resources }) => ({
      uses: usesOf(actions),
      fixed: resources.filter((one) => !one.includes('${')).map((one) => storePart(one, '')),
      byPractice: resources.filter((one) => one.includes('${')),
    }));
    return { role, allows, data: data.filter((one) => one.uses.length > 0) };
  });

/** What a role is granted of a store's data: nothing where no allow names it. */
export function usesGranted({ data }: Grantee, store: TemplateResource, practice: string): readonly Use[] {
  const arns = arnsOf(store);
  const found = data
    .filter(
      ({ byPractice, fixed }) =>
        fixed.some((one) => names(one, arns)) || byPractice.some((one) => names(storePart(one, practice), arns)),
    )
    .flatMap((one) => one.uses);
  return uses.map(([use]) => use).filter((use) => found.includes(use));
}

/** The roles that a role may become. */
export function becomes({ allows }: Grantee, all: readonly Grantee[]): readonly TemplateResource[] {
  const targets = allows
    .filter(({ actions }) => actions.some((action) => /^sts:(AssumeRole|\*)$/.test(action)))
    .flatMap(({ resources }) => resources);
  const isTarget = ({ logicalId, properties: { Path = '/', RoleName }, stack }: TemplateResource) =>
    targets.some(
      (target) =>
        target === mark(stack, logicalId, 'Arn') ||
        (typeof RoleName === 'string' && matches(target.replace(/^.*:role/, ''), `${String(Path)}${RoleName}`)),
    );
  return targets.length === 0 ? [] : all.map(({ role }) => role).filter(isTarget);
}
