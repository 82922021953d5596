/** Security Hub, live. */
import {
  BatchDisableStandardsCommand,
  BatchEnableStandardsCommand,
  type ControlFindingGenerator,
  DescribeHubCommand,
  paginateGetEnabledStandards,
  SecurityHubClient,
  type StandardsSubscription,
  UpdateSecurityHubConfigurationCommand,
} from '@aws-sdk/client-securityhub';
import { map } from '../../../lib/resources/read';
import { type HubState, securityhubHub } from '../../../lib/resources/securityhub-hub';
import { isKnown } from '../../../lib/resources/value';
import { ifAbsent, ifAbsentSaying, orUnknown } from './absent';
import { difference } from './difference';
import { defineLive } from './live';

async function subscriptions(client: SecurityHubClient): Promise<readonly StandardsSubscription[]> {
  const found: StandardsSubscription[] = [];
  for await (const page of paginateGetEnabledStandards({ client }, {}))
    found.push(...(page.StandardsSubscriptions ?? []));
  return found.filter((one) => one.StandardsStatus !== 'DELETING');
}

async function read(client: SecurityHubClient, HubArn: string): Promise<HubState | undefined> {
  const hub = await client
    .send(new DescribeHubCommand({ HubArn }))
    .catch(ifAbsentSaying('InvalidAccessException', /not subscribed/i))
    .catch(ifAbsent('ResourceNotFoundException'));
  if (!hub) return undefined;
  const standards = await orUnknown('the enabled standards', subscriptions(client));
  return {
    arn: HubArn,
    autoEnableControls: hub.AutoEnableControls ?? false,
    findings: hub.ControlFindingGenerator ?? 'STANDARD_CONTROL',
    standards: map(standards, (list) => list.map((one) => one.StandardsArn ?? '')),
  };
}

export const securityhubHubLive = defineLive<HubState>({
  kind: securityhubHub,
  open(sdk) {
    const client = new SecurityHubClient(sdk('securityhub'));
    return {
      read: (arn) => read(client, arn),
      puts: {
        autoEnableControls: async (_arn, { autoEnableControls }) => {
          if (!isKnown(autoEnableControls)) return;
          await client.send(new UpdateSecurityHubConfigurationCommand({ AutoEnableControls: autoEnableControls }));
        },
        findings: async (_arn, { findings }) => {
          if (!isKnown(findings)) return;
          const ControlFindingGenerator = findings as ControlFindingGenerator;
          await client.send(new UpdateSecurityHubConfigurationCommand({ ControlFindingGenerator }));
        },
        standards: async (_arn, declared, live) => {
          const { missing, extra } = difference(declared.standards, live.standards);
          const StandardsSubscriptionRequests = missing.map((StandardsArn) => ({ StandardsArn }));
          if (missing.length > 0) await client.send(new BatchEnableStandardsCommand({ StandardsSubscriptionRequests }));
          const unwanted = (await subscriptions(client)).filter((one) => extra.includes(one.StandardsArn ?? ''));
          const StandardsSubscriptionArns = unwanted.map((one) => one.StandardsSubscriptionArn ?? '');
          if (unwanted.length > 0) await client.send(new BatchDisableStandardsCommand({ StandardsSubscriptionArns }));
        },
      },
    };
  },
});
