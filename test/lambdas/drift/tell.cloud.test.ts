/** A finding's life in Security Hub, on moto with its two ways to write corrected: opened, imported again, resolved. */
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { EnableSecurityHubCommand, GetFindingsCommand, SecurityHubClient } from '@aws-sdk/client-securityhub';
import { SNSClient } from '@aws-sdk/client-sns';
import type { DriftRecord } from '../../../lambdas/drift/record';
import { openIn, tellIn } from '../../../lambdas/drift/tell';
import { sharedCloud } from '../../local/shared-cloud';
import { answering } from './fake-client';
import { fixedRecord } from './records';

const cloud = sharedCloud();
const hub = new SecurityHubClient(cloud.clientConfig('securityhub'));
const region = { region: cloud.region };
const logged: unknown[] = [];
const channels = {
  events: answering(new EventBridgeClient(region), () => ({ FailedEntryCount: 0 })),
  hub,
  sns: answering(new SNSClient(region), () => ({})),
  busName: 'lakeside-drift',
  topicArn: 'arn:aws:sns:us-east-1:111122223333:lakeside-alerts',
  account: cloud.account,
  region: cloud.region,
  titles: (control: string) => `title of ${control}`,
  log: (message: string, more: object) => void logged.push(message, more),
};
afterAll(() => hub.destroy());

const recordOf = (id: string, more: Partial<DriftRecord>): DriftRecord => ({ ...fixedRecord, id, ...more });

async function findingOf(id: string) {
  const { Findings = [] } = await hub.send(new GetFindingsCommand({}));
  const [found, ...more] = Findings.filter(({ Id }) => Id === `asepsis/drift/${id}`);
  expect(more).toEqual([]);
  return { workflow: found?.Workflow?.Status, compliance: found?.Compliance?.Status, state: found?.RecordState };
}

test('a finding that was opened is resolved once its drift is over, and archived', async () => {
  await hub.send(new EnableSecurityHubCommand({}));
  const id = '20261124T195500000Z-0000000a';
  await openIn(channels)(recordOf(id, { outcome: 'fixing' }));
  expect(await findingOf(id)).toEqual({ workflow: 'NEW', compliance: 'FAILED', state: 'ACTIVE' });
  await tellIn(channels)(recordOf(id, {}));
  expect(await findingOf(id)).toEqual({ workflow: 'RESOLVED', compliance: 'PASSED', state: 'ARCHIVED' });
  expect(logged).toEqual([]);
});

test('one whose drift is not over stays as the people of the hub left it', async () => {
  const id = '20261124T195500000Z-0000000b';
  await openIn(channels)(recordOf(id, { outcome: 'fixing' }));
  await tellIn(channels)(recordOf(id, { outcome: 'failed' }));
  expect(await findingOf(id)).toEqual({ workflow: 'NEW', compliance: 'FAILED', state: 'ACTIVE' });
});
