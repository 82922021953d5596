/** A policy of AWS Organizations: SCP, RCP, declarative or AI opt-out. */
import { defineKind } from './kind';
import { str, strs } from './read';
import type { TemplateResource } from './template';
import { type Data, findUnknown, isUnknown, mark, unknown, type Value } from './value';

export interface OrganizationPolicyState {
  readonly id: Value<string>;
  readonly name: Value<string>;
  /** `SERVICE_CONTROL_POLICY`, `RESOURCE_CONTROL_POLICY`, `DECLARATIVE_POLICY_EC2`, `AISERVICES_OPT_OUT_POLICY`, … */
  readonly type: Value<string>;
  readonly content: Value<Data>;
  /** Length of the text as Organizations counts it. */
  readonly characters: Value<number>;
  /** Roots, organisational units and accounts. */
  readonly targets: Value<readonly string[]>;
}

/** The policy as data, from a record or from its text. */
export function contentOf(data: Data | undefined): Value<Data> {
  if (data === undefined) return unknown('a policy without content');
  if (isUnknown(data)) return data;
  const hidden = findUnknown(data);
  if (hidden) return unknown(`the policy at ${hidden.path}: ${hidden.why}`);
  if (typeof data !== 'string') return data;
  try {
    return JSON.parse(data) as Data;
  } catch {
    return unknown('the policy text is not JSON');
  }
}

function characters(properties: TemplateResource['properties']): Value<number> {
  const { Content: content } = properties;
  if (typeof content === 'string') return content.length;
  const data = contentOf(content);
  return isUnknown(data) ? data : JSON.stringify(data).length;
}

export const organizationsPolicy = defineKind<OrganizationPolicyState>({
  name: 'organizations.policy',
  types: ['AWS::Organizations::Policy'],
  owned: ['name', 'content', 'targets'],
  read: ({ stack, logicalId, properties }) => ({
    id: mark(stack, logicalId),
    name: str(properties, 'Name', ''),
    type: str(properties, 'Type', ''),
    content: contentOf(properties.Content),
    characters: characters(properties),
    targets: strs(properties, 'TargetIds'),
  }),
});
