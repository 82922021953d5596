/** Whether a backup plan of these templates takes a resource, by its tags or by its ARN. */
import { at, records, strs, tags } from './read';
import type { TemplateResource, TemplateSet } from './template';
import { type Data, isUnknown, mark, type Value } from './value';

type Properties = { readonly [key: string]: Data };
type Tags = Readonly<Record<string, string>>;

const base = 'BackupSelection';

/** `ListOfTags`: any one of them selects. */
function byTag(selection: Properties, own: Tags): Value<boolean> {
  const conditions = records(selection, `${base}.ListOfTags`);
  if (isUnknown(conditions)) return conditions;
  return conditions.some((one) => own[String(at(one, 'ConditionKey'))] === String(at(one, 'ConditionValue')));
}

/** `Conditions`: all of them must hold for what `Resources` names. */
function meetsConditions(selection: Properties, own: Tags): Value<boolean> {
  const equals = records(selection, `${base}.Conditions.StringEquals`);
  if (isUnknown(equals)) return equals;
  return equals.every((one) => {
    const key = String(at(one, 'ConditionKey')).replace(/^aws:ResourceTag\//, '');
    return own[key] === String(at(one, 'ConditionValue'));
  });
}

const covers = (pattern: string, names: readonly string[]): boolean => {
  const source = pattern.replace(/[.+^${}()|[\]\\?]/g, '\\$&').replace(/\*/g, '.*');
  return names.some((name) => pattern.includes(name) || new RegExp(`^${source}$`).test(name));
};

/**
 * Whether any selection takes the resource.
 *
 * @param arn its ARN as a selection would name it, marks included, for example `arn:aws:ec2:…:instance/{{stack/Id}}`
 */
export function isBackedUp(resource: TemplateResource, set: TemplateSet, arn: string): Value<boolean> {
  const own = tags(resource.properties);
  if (isUnknown(own)) return own;
  const names = [mark(resource.stack, resource.logicalId), arn];
  for (const { properties } of set.ofType('AWS::Backup::BackupSelection')) {
    const tagged = byTag(properties, own);
    if (isUnknown(tagged)) return tagged;
    if (tagged) return true;
    const resources = strs(properties, `${base}.Resources`);
    const bound = meetsConditions(properties, own);
    if (isUnknown(resources)) return resources;
    if (isUnknown(bound)) return bound;
    if (bound && resources.some((pattern) => covers(pattern, names))) return true;
  }
  return false;
}
