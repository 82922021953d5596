/** What cfn-guard is given of a template: its computed texts as texts, and its shape. Pure. */
import { createHash } from 'node:crypto';
import { type Environment, evaluate, type Scope } from '../resources/intrinsics';
import type { NamedTemplate } from '../resources/template';

/** Functions whose result is a text once it is deployed. References to resources stay: rules follow those themselves. */
const computed: ReadonlySet<string> = new Set(['Fn::Join', 'Fn::Sub', 'Fn::ImportValue']);

/** Policies stay as CDK writes them: the rules know its joins of a bucket's ARN and `/*`, and follow them. */
const isPolicy = (node: object): boolean => 'Statement' in node;

function rewrite(node: unknown, scope: Scope): unknown {
  if (Array.isArray(node)) return node.map((item) => rewrite(item, scope));
  if (typeof node !== 'object' || node === null || isPolicy(node)) return node;
  const entries = Object.entries(node);
  const [only] = entries;
  if (only && entries.length === 1 && computed.has(only[0])) {
    const value = evaluate(node, scope);
    if (typeof value === 'string') return value;
  }
  return Object.fromEntries(entries.map(([key, value]) => [key, rewrite(value, scope)]));
}

/**
 * A template with its joins, substitutions and imports written out.
 *
 * The Control Tower rules ask for "a text, or a reference within this template": they fail a log group whose key is
 * imported from a neighbour, and a permission whose source ARN is joined, although both are texts when deployed.
 */
export function writeOutTexts({ stack, template }: NamedTemplate, environment: Environment): unknown {
  const scope: Scope = {
    stack,
    environment,
    parameters: {},
    mappings: template.Mappings ?? {},
    condition: () => undefined,
    exported: (name) => name,
  };
  return rewrite(template, scope);
}

/** Texts alone are normalised: a practice that is called `true` must not look like the literal. */
function withoutPractice(node: unknown, pattern: RegExp): unknown {
  if (typeof node === 'string') return node.replace(pattern, '{practice}');
  if (Array.isArray(node)) return node.map((item) => withoutPractice(item, pattern));
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, withoutPractice(value, pattern)]));
}

/** Keys in order, so that equal templates are written equally. */
const ordered = (_key: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;

/**
 * The digest of a template in which the id of its own practice is a placeholder: the practices of a deployment share
 * one. Ids of other practices stay, since a template that names a neighbour is of another shape.
 */
export function shapeOf(template: unknown, practice: string | undefined): string {
  const pattern = practice === undefined ? undefined : new RegExp(`(?<![a-z0-9])${practice}(?![a-z0-9])`, 'gi');
  const normalised = pattern ? withoutPractice(template, pattern) : template;
  return createHash('sha256').update(JSON.stringify(normalised, ordered)).digest('hex');
}

/** The CloudFormation types of a template. */
export const typesOf = ({ template }: NamedTemplate): ReadonlySet<string> =>
  new Set(Object.values(template.Resources ?? {}).map(({ Type }) => Type));
