/**
 * How what is done here differs from AWS's own rule: a Config rule that looks at fewer resources, a control that concerns fewer,
 * resources that AWS's rule reports and that an exception accepts. From the templates, for every rule alike. Pure.
 */
import { controls } from '../../controls';
import { ruleFamily } from '../../gates/finding';
import { tags } from '../../resources/read';
import type { TemplateResource } from '../../resources/template';
import { isKnown } from '../../resources/value';
import type { EvidenceFacts } from '../facts';
import type { PackRule } from '../rule/item';
import type { ControlCoverage } from './model';

/** What a declared rule of AWS Config is narrowed to. */
export interface RuleScope {
  /** @default every resource of AWS's rule */
  readonly tag?: { readonly key: string; readonly value: string };
}

const typesOf: ReadonlyMap<string, readonly string[]> = new Map(
  controls.map(({ id, resource }) => [id, resource.types]),
);

const nameOf = ({ logicalId, stack }: Pick<TemplateResource, 'stack' | 'logicalId'>) => `${stack}/${logicalId}`;

const isTagged = ({ properties }: TemplateResource, { key, value }: NonNullable<RuleScope['tag']>): boolean => {
  const own = tags(properties);
  return isKnown(own) && own[key] === value;
};

/** The first few of many: a hundred practices do not make a hundred paths. */
const listed = (paths: readonly string[]): string => {
  const sorted = [...new Set(paths)].sort();
  return sorted.length > 5 ? `${sorted.slice(0, 5).join(', ')} and ${sorted.length - 5} more` : sorted.join(', ');
};

/** Paths of the resources that a rule of the gate reports and an exception in force accepts. */
export function exceptedPaths(rule: string, { gate }: Pick<EvidenceFacts, 'gate'>): readonly string[] {
  const found = gate.inForce.flatMap(({ findings }) => findings);
  return [...new Set(found.flatMap((one) => (ruleFamily(one.rule) === rule ? [one.path] : [])))].sort();
}

/** Each in a sentence; none where nothing differs. @param scope of the Config rule, where there is one */
export function differencesOf(
  { nag }: PackRule,
  answering: readonly ControlCoverage[],
  scope: RuleScope | undefined,
  facts: EvidenceFacts,
): readonly string[] {
  const types = [...new Set(answering.flatMap(({ id }) => typesOf.get(id) ?? []))];
  const all = types.flatMap((type) => facts.set.ofType(type));
  const concerned = new Set(answering.flatMap(({ resources }) => resources.map(nameOf)));
  const excepted = nag ? exceptedPaths(nag, facts) : [];
  const tag = scope?.tag;
  const paths = new Map(facts.origins.map((origin) => [nameOf(origin), origin.path]));
  const others = all.filter((one) => !concerned.has(nameOf(one))).map((one) => paths.get(nameOf(one)) ?? nameOf(one));
  const unexcepted = others.filter((path) => !excepted.includes(path));
  return [
    ...(tag
      ? [
          `narrower than AWS's: AWS Config looks at ${all.filter((one) => isTagged(one, tag)).length} of ${all.length} by the tag ${tag.key}=${tag.value}`,
        ]
      : []),
    ...(concerned.size > 0 && others.length > 0
      ? [
          `narrower than AWS's: our control concerns ${concerned.size} of ${all.length}${scope && !tag && unexcepted.length > 0 ? `, and AWS Config looks at the others as well, by its own measure: ${listed(unexcepted)}` : ''}`,
        ]
      : []),
    ...(excepted.length > 0
      ? [
          `under an exception in force: the gate's rule reports ${excepted.length}, and AWS's rule ${scope ? 'in AWS Config may as well' : 'would ask the same'}: ${listed(excepted)}`,
        ]
      : []),
  ];
}
