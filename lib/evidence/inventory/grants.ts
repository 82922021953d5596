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

/** Every policy that gives a role something. */
export function statementsOf(role: TemplateResource, set: TemplateSet): readonly Statement[] {
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
  arns.some((arn) => matches(arn.startsWith('table/') ? pattern.replace(/^.*:(table\/)/, '$1') : pattern, arn));

/** What a role is granted of a store's data: nothing where no allow names it. */
export function usesGranted(
  role: TemplateResource,
  store: TemplateResource,
  practice: string,
  set: TemplateSet,
): readonly Use[] {
  const arns = arnsOf(store);
  const found = statementsOf(role, set)
    .filter(({ resources }) => resources.some((resource) => names(storePart(resource, practice), arns)))
    .flatMap(({ actions }) => usesOf(actions));
  return uses.map(([use]) => use).filter((use) => found.includes(use));
}

/** The roles that a role may become, by name. */
export function becomes(
  role: TemplateResource,
  roles: readonly TemplateResource[],
  set: TemplateSet,
): readonly TemplateResource[] {
  const targets = statementsOf(role, set)
    .filter(({ actions }) => actions.some((action) => /^sts:(AssumeRole|\*)$/.test(action)))
    .flatMap(({ resources }) => resources);
  return roles.filter(({ properties: { Path = '/', RoleName }, logicalId, stack }) =>
    targets.some(
      (target) =>
        target === mark(stack, logicalId, 'Arn') ||
        (typeof RoleName === 'string' && matches(target.replace(/^.*:role/, ''), `${String(Path)}${RoleName}`)),
    ),
  );
}
