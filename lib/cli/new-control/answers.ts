/** What a person says of a new control, and everything that is wrong with it at once. Pure. */
import { nearest } from '../../config/parse';
import { familyOf } from '../../drift/families';
import { arnsOf } from '../../drift/scope';
import type { Catalogue, KnownKind } from './catalogue';

export interface Answers {
  readonly kind: string;
  /** The last part of the id. */
  readonly name: string;
  readonly title: string;
  /** Paragraphs of 45 CFR. */
  readonly hipaa: readonly string[];
  readonly severity: string;
  /** Owned paths that it asks something of. */
  readonly owned: readonly string[];
  readonly brokenBy: readonly string[];
  readonly remedy: string;
  readonly fix: string;
  /** Why it is not put back; where `fix` is not `enforce`. */
  readonly reason?: string;
  /** IAM actions; where `fix` is `enforce`. */
  readonly permissions: readonly string[];
  readonly configRule?: string;
}

export const idOf = ({ kind, name }: Pick<Answers, 'kind' | 'name'>): string => `${kind}.${name}`;

/** Name of its files: `sqs.queue.retention` is in `sqs-queue-retention.ts`. */
export const fileOf = (id: string): string => id.replaceAll('.', '-');

const severities = ['critical', 'high', 'medium', 'low'];
const fixes = ['enforce', 'observe', 'none'];
const given = (value: unknown) => `given ${JSON.stringify(value)}`;

/** One rule: what is wrong, in words that follow the flag, or nothing. */
type Rule = (answers: Answers, kind: KnownKind | undefined, catalogue: Catalogue) => readonly string[];

const each =
  (flag: string, of: (answers: Answers) => readonly string[], form: RegExp, allowed: string): Rule =>
  (answers) => {
    const values = of(answers);
    if (values.length === 0) return [`--${flag}: given none; allowed: ${allowed}`];
    return values
      .filter((value) => !form.test(value))
      .map((value) => `--${flag}: ${given(value)}; allowed: ${allowed}`);
  };

const sentence =
  (flag: 'title' | 'remedy'): Rule =>
  ({ [flag]: text }) =>
    /^\P{C}+$/u.test(text.trim()) ? [] : [`--${flag}: ${given(text)}; allowed: a sentence on one line`];

const oneOf =
  (flag: 'severity' | 'fix', allowed: readonly string[]): Rule =>
  ({ [flag]: value }) =>
    allowed.includes(value) ? [] : [`--${flag}: ${given(value)}; allowed: ${allowed.join(', ')}`];

const kindRule: Rule = ({ kind: name }, kind, { kinds }) => {
  if (kind) return [];
  const names = kinds.map((one) => one.name);
  const suggestion = nearest(name, names);
  return [`--kind: ${given(name)}; allowed: ${suggestion ? `did you mean ${suggestion}?` : names.join(', ')}`];
};

const nameRule: Rule = (answers, _kind, { ids }) => {
  const form = 'lower-case letters, digits and single hyphens';
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(answers.name)) return [`--name: ${given(answers.name)}; allowed: ${form}`];
  const id = idOf(answers);
  const taken = ids.find((one) => fileOf(one) === fileOf(id));
  return taken === undefined ? [] : [`--name: ${given(answers.name)}; allowed: another, ${taken} is there`];
};

/** What nothing declares cannot be compared, or put back; a kind that owns nothing is read from templates alone. */
const ownedRule: Rule = ({ owned }, kind) => {
  if (!kind || kind.owned.length === 0) return [];
  if (owned.length === 0) return [`--owned: given none; allowed: ${kind.owned.join(', ')}`];
  return owned
    .filter((path) => !kind.owned.includes(path))
    .map((path) => `--owned: ${given(path)}; allowed: ${kind.owned.join(', ')}`);
};

const liveRule: Rule = ({ fix, kind: name }, kind) =>
  kind && fix !== 'none' && (!kind.live || familyOf(name) === undefined)
    ? [`--fix: ${given(fix)}; allowed: none, the drift loop does not reach ${name}`]
    : [];

const putRule: Rule = ({ fix, owned }, kind) =>
  fix === 'enforce' && kind?.live
    ? owned
        .filter((path) => kind.owned.includes(path) && !kind.live?.puts.includes(path))
        .map((path) => `--fix: ${given(fix)}; allowed: observe or none, the API cannot put ${path} back`)
    : [];

/** An action whose resource is not known cannot be narrowed to the one that is put right. */
function isUnnamed(action: string, kind: string): boolean {
  try {
    arnsOf(action, kind, '*', { name: 'a', account: '0', region: 'r', partition: 'aws' });
    return false;
  } catch {
    return true;
  }
}

const permissionsRule: Rule = ({ fix, permissions }, kind) => {
  if (fix !== 'enforce') return permissions.length > 0 ? [`--permissions: allowed with --fix enforce alone`] : [];
  const allowed = 'IAM actions such as sqs:SetQueueAttributes, without a wildcard';
  if (permissions.length === 0) return [`--permissions: given none; allowed: ${allowed}`];
  return permissions.flatMap((action) => {
    if (!/^[a-z0-9-]+:[A-Z][A-Za-z0-9]+$/.test(action)) return [`--permissions: ${given(action)}; allowed: ${allowed}`];
    return kind?.live && isUnnamed(action, kind.name)
      ? [`--permissions: ${given(action)}; allowed: what lib/drift/scope.ts knows the resource of`]
      : [];
  });
};

const reasonRule: Rule = ({ fix, reason }) => {
  if (fix === 'enforce') return reason === undefined ? [] : ['--reason: allowed with --fix observe or none alone'];
  return /^\P{C}+$/u.test(reason?.trim() ?? '') ? [] : [`--reason: ${given(reason)}; allowed: why it is not put back`];
};

const configRuleRule: Rule = ({ configRule }) =>
  configRule === undefined || /^[a-z0-9]+(-[a-z0-9]+)*$/.test(configRule)
    ? []
    : [`--config-rule: ${given(configRule)}; allowed: the name of a rule of AWS Config`];

const rules: readonly Rule[] = [
  kindRule,
  nameRule,
  sentence('title'),
  each('hipaa', ({ hipaa }) => hipaa, /^164\.3\d\d(\([a-z0-9A-Z]+\))*$/, 'paragraphs such as "164.312(a)(2)(iv)"'),
  oneOf('severity', severities),
  ownedRule,
  each(
    'broken-by',
    ({ brokenBy }) => brokenBy,
    /^[a-z0-9-]+:[A-Z]\w+$/,
    "CloudTrail's names, such as sqs:SetQueueAttributes",
  ),
  sentence('remedy'),
  oneOf('fix', fixes),
  liveRule,
  putRule,
  permissionsRule,
  reasonRule,
  configRuleRule,
];

/** The kind that the answers name. */
export const kindOf = ({ kind }: Pick<Answers, 'kind'>, { kinds }: Catalogue): KnownKind | undefined =>
  kinds.find(({ name }) => name === kind);

/** Everything that is wrong, each with what is allowed; nothing for answers that a control can be written from. */
export const problemsWith = (answers: Answers, catalogue: Catalogue): readonly string[] =>
  rules.flatMap((rule) => rule(answers, kindOf(answers, catalogue), catalogue));
