/** EventBridge rules, live. `PutRule` resets what a call leaves out. */
import {
  DescribeRuleCommand,
  EventBridgeClient,
  ListTagsForResourceCommand,
  ListTargetsByRuleCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
  type RuleState as RuleStateText,
  TagResourceCommand,
  type Target,
  UntagResourceCommand,
} from '@aws-sdk/client-eventbridge';
import { sameMeaning } from '../../../lib/resources/compare';
import { eventsRule, type RuleState, targetsById } from '../../../lib/resources/events-rule';
import type { Data } from '../../../lib/resources/value';
import { ifAbsent } from './absent';
import { defineLive, type Put } from './live';
import { asTags, ownTags, tagChanges } from './tags';
import { writable } from './writable';

const notFound = ifAbsent('ResourceNotFoundException');

/** A rule on a bus of its own has the physical id `bus|rule`. */
function nameOf(physicalId: string, declared?: RuleState) {
  const [name = '', bus] = physicalId.split('|').reverse();
  const declaredBus = declared && writable(declared.bus);
  return { Name: name, EventBusName: bus ?? declaredBus ?? 'default' };
}

async function targetsOf(client: EventBridgeClient, Rule: string, EventBusName: string): Promise<readonly Target[]> {
  const targets: Target[] = [];
  let NextToken: string | undefined;
  do {
    const page = await client.send(new ListTargetsByRuleCommand({ Rule, EventBusName, NextToken }));
    targets.push(...(page.Targets ?? []));
    NextToken = page.NextToken;
  } while (NextToken);
  return targets;
}

async function read(client: EventBridgeClient, id: string, declared?: RuleState): Promise<RuleState | undefined> {
  const key = nameOf(id, declared);
  const rule = await client.send(new DescribeRuleCommand(key)).catch(notFound);
  if (!rule) return undefined;
  const [targets, tags] = await Promise.all([
    targetsOf(client, key.Name, key.EventBusName),
    client.send(new ListTagsForResourceCommand({ ResourceARN: rule.Arn })),
  ]);
  return {
    name: key.Name,
    bus: key.EventBusName,
    state: rule.State ?? 'ENABLED',
    pattern: rule.EventPattern ? (JSON.parse(rule.EventPattern) as Data) : undefined,
    schedule: rule.ScheduleExpression || undefined,
    targets: targetsById(targets as unknown as readonly Data[]),
    tags: ownTags(tags.Tags),
  };
}

/** State, pattern and schedule as declared. */
function promised(declared: RuleState) {
  const pattern = writable(declared.pattern);
  return {
    State: writable(declared.state) as RuleStateText,
    EventPattern: pattern === undefined ? undefined : JSON.stringify(pattern),
    ScheduleExpression: writable(declared.schedule),
  };
}

/** What is promised, the rest as it is. */
const putRule =
  (client: EventBridgeClient): Put<RuleState> =>
  async (id, declared) => {
    const key = nameOf(id, declared);
    const { Description, RoleArn } = await client.send(new DescribeRuleCommand(key));
    await client.send(
      new PutRuleCommand({
        ...key,
        Description: Description || undefined,
        RoleArn: RoleArn || undefined,
        ...promised(declared),
      }),
    );
  };

/** Makes a rule without its targets: those are a put of their own. */
const make =
  (client: EventBridgeClient) =>
  async (id: string, declared: RuleState): Promise<void> => {
    const Tags = asTags(writable(declared.tags));
    const Description = writable(declared.description);
    await client.send(new PutRuleCommand({ ...nameOf(id, declared), Description, ...promised(declared), Tags }));
  };

const putTargets =
  (client: EventBridgeClient): Put<RuleState> =>
  async (id, declared, live) => {
    const { EventBusName, Name: Rule } = nameOf(id, declared);
    const wanted = writable(declared.targets);
    const present = writable(live.targets);
    const Ids = Object.keys(present).filter((one) => !(one in wanted));
    const missing = Object.entries(wanted).filter(([one, target]) => !sameMeaning(target, present[one]));
    const Targets = missing.map(([, target]) => target as unknown as Target);
    if (Ids.length > 0) await client.send(new RemoveTargetsCommand({ Rule, EventBusName, Ids }));
    if (Targets.length > 0) {
      const { FailedEntries } = await client.send(new PutTargetsCommand({ Rule, EventBusName, Targets }));
      const [failed] = FailedEntries ?? [];
      if (failed) throw new Error(`target ${failed.TargetId} of ${Rule}: ${failed.ErrorMessage}`);
    }
  };

export const eventsRuleLive = defineLive<RuleState>({
  kind: eventsRule,
  open(sdk) {
    const client = new EventBridgeClient(sdk('eventbridge'));
    const rule = putRule(client);
    return {
      read: (id, declared) => read(client, id, declared),
      recreate: make(client),
      puts: {
        state: rule,
        pattern: rule,
        schedule: rule,
        targets: putTargets(client),
        tags: async (id, declared, live) => {
          const { remove, set } = tagChanges(writable(declared.tags), writable(live.tags));
          const { Arn: ResourceARN } = await client.send(new DescribeRuleCommand(nameOf(id, declared)));
          if (Object.keys(set).length > 0)
            await client.send(new TagResourceCommand({ ResourceARN, Tags: asTags(set) }));
          if (remove.length > 0) await client.send(new UntagResourceCommand({ ResourceARN, TagKeys: [...remove] }));
        },
      },
    };
  },
});
