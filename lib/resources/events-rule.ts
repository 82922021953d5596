/** An EventBridge rule with its targets. */
import { defineKind } from './kind';
import { at, records, str, tags } from './read';
import { namesOnly } from './says-all';
import type { TemplateResource } from './template';
import { type Data, isUnknown, mark, unknown, type Value } from './value';

export interface RuleState {
  readonly name: Value<string>;
  readonly bus: Value<string>;
  /** `ENABLED`, `ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS` or `DISABLED`. */
  readonly state: Value<string>;
  readonly pattern: Value<Data | undefined>;
  readonly schedule: Value<string | undefined>;
  /** Targets by id, as `PutTargets` takes them: CloudFormation's properties have the same names. */
  readonly targets: Value<Readonly<Record<string, Data>>>;
  readonly tags: Value<Readonly<Record<string, string>>>;
  /** Prose, for who makes the rule anew: it is compared with nothing. */
  readonly description?: Value<string | undefined>;
}

/** Targets by id: a list of records that each have one. */
export function targetsById(targets: readonly Data[]): Value<Readonly<Record<string, Data>>> {
  const named: [string, Data][] = [];
  for (const target of targets) {
    const id = at(target, 'Id');
    if (typeof id !== 'string') return unknown('a target without a known id');
    named.push([id, target]);
  }
  return Object.fromEntries(named);
}

/** A bus is named by its name or by its ARN. */
function busOf(properties: TemplateResource['properties']): Value<string> {
  const bus = str(properties, 'EventBusName', 'default');
  return isUnknown(bus) ? bus : bus.replace(/^arn:[^{}]*:event-bus\//, '');
}

/** Properties of a rule that its state holds. */
const held = ['Description', 'EventBusName', 'EventPattern', 'Name', 'ScheduleExpression', 'State', 'Tags', 'Targets'];

export const eventsRule = defineKind<RuleState>({
  name: 'events.rule',
  types: ['AWS::Events::Rule'],
  owned: ['state', 'pattern', 'schedule', 'targets', 'tags'],
  saysAll: (rule) => namesOnly(rule, held),
  read: ({ stack, logicalId, properties }) => {
    const targets = records(properties, 'Targets');
    return {
      name: str(properties, 'Name', mark(stack, logicalId)),
      bus: busOf(properties),
      state: str(properties, 'State', 'ENABLED'),
      pattern: at(properties, 'EventPattern'),
      schedule: str(properties, 'ScheduleExpression', undefined),
      targets: isUnknown(targets) ? targets : targetsById(targets),
      tags: tags(properties),
      description: str(properties, 'Description', undefined),
    };
  },
});
