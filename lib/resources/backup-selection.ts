/** A selection of AWS Backup: which resources a plan takes. */
import { defineKind } from './kind';
import { at, map, records, str, strs } from './read';
import { asText, type Data, isUnknown, mark, type Value } from './value';

/** A tag that selects: key and value. */
export interface TagCondition {
  readonly key: string;
  readonly value: string;
}

export interface SelectionState {
  readonly name: Value<string>;
  /** Id of the plan that it belongs to, which the API needs to find it. */
  readonly plan: Value<string>;
  readonly role: Value<string>;
  /** Any one of these tags selects. */
  readonly byTag: Value<readonly TagCondition[]>;
  /** ARNs and patterns that are selected, where all `conditions` hold. */
  readonly resources: Value<readonly string[]>;
  readonly notResources: Value<readonly string[]>;
  /** `StringEquals`, `StringLike` and their negations, of tags of what `resources` names. */
  readonly conditions: Value<readonly (TagCondition & { readonly operator: string })[]>;
}

const pair = (one: Data): TagCondition => ({
  key: asText(at(one, 'ConditionKey')),
  value: asText(at(one, 'ConditionValue')),
});
const operators = ['StringEquals', 'StringNotEquals', 'StringLike', 'StringNotLike'];

function conditionsOf(selection: Data): SelectionState['conditions'] {
  const found: (TagCondition & { readonly operator: string })[] = [];
  for (const operator of operators) {
    const conditions = records(selection, `Conditions.${operator}`);
    if (isUnknown(conditions)) return conditions;
    found.push(...conditions.map((one) => ({ operator, ...pair(one) })));
  }
  return found;
}

/** Reads what templates and the API write in the same way. */
export const readSelection = (selection: Data): Omit<SelectionState, 'name' | 'plan'> => ({
  role: str(selection, 'IamRoleArn', ''),
  byTag: map(records(selection, 'ListOfTags'), (conditions) => conditions.map(pair)),
  resources: strs(selection, 'Resources'),
  notResources: strs(selection, 'NotResources'),
  conditions: conditionsOf(selection),
});

export const backupSelection = defineKind<SelectionState>({
  name: 'backup.selection',
  types: ['AWS::Backup::BackupSelection'],
  owned: ['role', 'byTag', 'resources', 'notResources', 'conditions'],
  read: ({ stack, logicalId, properties }) => ({
    name: str(properties, 'BackupSelection.SelectionName', mark(stack, logicalId)),
    plan: str(properties, 'BackupPlanId', ''),
    ...readSelection(at(properties, 'BackupSelection') ?? {}),
  }),
});
