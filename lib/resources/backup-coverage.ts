/** Whether AWS Backup takes a resource, by its tags or by its ARN. The same for selections of a template and live ones. */
import { readSelection, type SelectionState } from './backup-selection';
import { at, tags } from './read';
import type { TemplateResource, TemplateSet } from './template';
import { isUnknown, mark, type Value } from './value';

type Tags = Readonly<Record<string, string>>;
type Selection = Pick<SelectionState, 'byTag' | 'conditions' | 'notResources' | 'resources'>;

const patternOf = (pattern: string) =>
  new RegExp(`^${pattern.replace(/[.+^${}()|[\]\\?]/g, '\\$&').replace(/\*/g, '.*')}$`);

const covers = (pattern: string, names: readonly string[]): boolean =>
  names.some((name) => pattern.includes(name) || patternOf(pattern).test(name));

/** `Conditions`: all of them must hold for what `Resources` names. */
const holds =
  (own: Tags) =>
  ({ key, operator, value }: { readonly key: string; readonly operator: string; readonly value: string }): boolean => {
    const actual = own[key.replace(/^aws:ResourceTag\//, '')];
    const same = actual !== undefined && (operator.endsWith('Like') ? patternOf(value).test(actual) : actual === value);
    return operator.includes('Not') ? !same : same;
  };

/**
 * Whether a selection takes what has these tags and one of these names.
 *
 * @param names the ARN, and marks where it has none yet
 */
export function selects(
  { byTag, conditions, notResources, resources }: Selection,
  names: readonly string[],
  own: Tags,
): Value<boolean> {
  if (isUnknown(notResources)) return notResources;
  if (notResources.some((pattern) => covers(pattern, names))) return false;
  if (isUnknown(byTag)) return byTag;
  if (byTag.some(({ key, value }) => own[key] === value)) return true;
  if (isUnknown(resources)) return resources;
  if (isUnknown(conditions)) return conditions;
  return resources.some((pattern) => covers(pattern, names)) && conditions.every(holds(own));
}

/** Whether any of several selections takes it: one that does is enough, whatever else is unknown. */
export function takenByAny(selections: readonly Selection[], names: readonly string[], own: Tags): Value<boolean> {
  const answers = selections.map((selection) => selects(selection, names, own));
  return answers.includes(true) || (answers.find(isUnknown) ?? false);
}

/**
 * Whether any selection of these templates takes the resource.
 *
 * @param arn its ARN as a selection would name it, marks included, for example `arn:aws:ec2:…:instance/{{stack/Id}}`
 */
export function isBackedUp(resource: TemplateResource, set: TemplateSet, arn: string): Value<boolean> {
  const own = tags(resource.properties);
  if (isUnknown(own)) return own;
  const { stack, logicalId } = resource;
  const names = [mark(stack, logicalId), mark(stack, logicalId, 'Arn'), arn];
  const selections = set
    .ofType('AWS::Backup::BackupSelection')
    .map(({ properties }) => readSelection(at(properties, 'BackupSelection') ?? {}));
  return takenByAny(selections, names, own);
}
