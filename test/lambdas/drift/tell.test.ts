import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SecurityHubClient } from '@aws-sdk/client-securityhub';
import { SNSClient } from '@aws-sdk/client-sns';
import type { DriftRecord, Outcome } from '../../../lambdas/drift/record';
import { findingOf, openIn, tellIn } from '../../../lambdas/drift/tell';
import { answering } from './fake-client';
import { sdkError } from './fake-cloud';
import { fixedRecord } from './records';

const region = { region: 'us-east-1' };

function channels(answers: { bus?: () => unknown; hub?: () => unknown; sns?: () => unknown } = {}) {
  const logged: string[] = [];
  return {
    events: answering(new EventBridgeClient(region), answers.bus ?? (() => ({ FailedEntryCount: 0 }))),
    hub: answering(new SecurityHubClient(region), answers.hub ?? (() => ({}))),
    sns: answering(new SNSClient(region), answers.sns ?? (() => ({}))),
    busName: 'lakeside-drift',
    topicArn: 'arn:aws:sns:us-east-1:111122223333:lakeside-alerts',
    account: '111122223333',
    region: 'us-east-1',
    titles: (control: string) => `title of ${control}`,
    log: (message: string) => logged.push(message),
    logged,
  };
}
const failing = (name: string) => () => {
  throw sdkError(name);
};

describe('a finding of Security Hub', () => {
  test.each<[Outcome, string, string, string]>([
    ['fixing', 'FAILED', 'NEW', 'ACTIVE'],
    ['failed', 'FAILED', 'NEW', 'ACTIVE'],
    ['unverified', 'FAILED', 'NEW', 'ACTIVE'],
    ['reported', 'FAILED', 'NEW', 'ACTIVE'],
    ['alarmed', 'FAILED', 'NEW', 'ACTIVE'],
    ['fixed', 'PASSED', 'RESOLVED', 'ARCHIVED'],
    ['recreated', 'PASSED', 'RESOLVED', 'ARCHIVED'],
    ['undone', 'PASSED', 'RESOLVED', 'ARCHIVED'],
  ])('of what is %s is %s, %s, %s', (outcome, status, workflow, state) => {
    expect(findingOf({ ...fixedRecord, outcome }, channels())).toMatchObject({
      Id: `asepsis/drift/${fixedRecord.id}`,
      Compliance: { Status: status, RelatedRequirements: ['45 CFR 164.312(a)(2)(iv)'] },
      Workflow: { Status: workflow },
      RecordState: state,
    });
  });

  test('opens and closes under one id, and later', () => {
    const opened = findingOf({ ...fixedRecord, outcome: 'fixing', fixedAt: undefined }, channels());
    const closed = findingOf(fixedRecord, channels());
    expect([opened.Id, opened.CreatedAt]).toEqual([closed.Id, closed.CreatedAt]);
    expect(Date.parse(closed.UpdatedAt ?? '')).toBeGreaterThan(Date.parse(opened.UpdatedAt ?? ''));
  });

  test('keeps to the lengths that Security Hub takes, whatever there is to say', () => {
    const long: DriftRecord = {
      ...fixedRecord,
      why: 'x'.repeat(5_000),
      paragraphs: Array.from({ length: 50 }, (_, number) => `164.312(${number})`),
    };
    const finding = findingOf(long, { ...channels(), titles: () => 't'.repeat(400) });
    expect(finding.Title?.length).toBeLessThanOrEqual(256);
    expect(finding.Description?.length).toBeLessThanOrEqual(1_024);
    expect(finding.Compliance?.RelatedRequirements?.length).toBeLessThanOrEqual(32);
  });

  test('without a control is named for its kind', () => {
    const finding = findingOf({ ...fixedRecord, controls: [] }, { ...channels(), titles: () => '' });
    expect([finding.Title, finding.GeneratorId]).toEqual(['kms.key', 'asepsis/kms.key']);
  });
});

describe('telling', () => {
  test('reaches the bus with the whole record, the contact with words, and Security Hub', async () => {
    const all = channels();
    await tellIn(all)(fixedRecord);
    const [entry] = (all.events.asked[0]?.input.Entries ?? []) as {
      Source: string;
      DetailType: string;
      Detail: string;
    }[];
    expect(entry).toMatchObject({ Source: 'asepsis.drift', DetailType: 'Drift fixed', EventBusName: 'lakeside-drift' });
    expect(JSON.parse(entry?.Detail ?? '')).toEqual(fixedRecord);
    expect(all.sns.asked[0]?.input).toMatchObject({
      TopicArn: all.topicArn,
      Subject: expect.stringContaining('[high]'),
    });
    expect(all.hub.asked.map(({ name }) => name)).toEqual(['BatchImportFindings', 'BatchUpdateFindings']);
  });

  test('resolves by an update what is over: what is imported again keeps the workflow that it has', async () => {
    const all = channels();
    await tellIn(all)(fixedRecord);
    expect(all.hub.asked[1]?.input).toEqual({
      FindingIdentifiers: [
        {
          Id: `asepsis/drift/${fixedRecord.id}`,
          ProductArn: 'arn:aws:securityhub:us-east-1:111122223333:product/111122223333/default',
        },
      ],
      Workflow: { Status: 'RESOLVED' },
    });
  });

  test.each<[Outcome]>([['fixing'], ['failed'], ['unverified'], ['reported'], ['alarmed']])(
    'of what is %s touches no workflow: a person may have taken the finding up',
    async (outcome) => {
      const all = channels();
      await openIn(all)({ ...fixedRecord, outcome });
      expect(all.hub.asked.map(({ name }) => name)).toEqual(['BatchImportFindings']);
    },
  );

  test.each([
    ['imported', { FailedFindings: [{ Id: 'x', ErrorCode: 'InvalidInput', ErrorMessage: 'x' }] }],
    ['resolved', { UnprocessedFindings: [{ ErrorCode: 'FindingNotFound', ErrorMessage: 'x' }] }],
  ])('says in the log where a finding was not %s', async (_what, answer) => {
    const all = channels({ hub: () => answer });
    await tellIn(all)(fixedRecord);
    expect(all.logged).toEqual(['the finding was not taken']);
    expect(all.sns.asked).toHaveLength(1);
  });

  test.each([
    ['the bus throws', { bus: failing('InternalException') }, /InternalException/],
    ['the bus takes none of it', { bus: () => ({ FailedEntryCount: 1 }) }, /lakeside-drift did not take/],
    ['the topic throws', { sns: failing('KMSAccessDenied') }, /KMSAccessDenied/],
  ])('fails where %s, so that it is told again', async (_name, answers, error) => {
    await expect(tellIn(channels(answers))(fixedRecord)).rejects.toThrow(error);
  });

  test('does not depend on Security Hub, and says in the log that it took nothing', async () => {
    const all = channels({ hub: failing('InvalidAccessException') });
    await tellIn(all)(fixedRecord);
    await openIn(all)(fixedRecord);
    expect(all.logged).toEqual(['the finding was not taken', 'the finding was not taken']);
    expect(all.sns.asked).toHaveLength(1);
  });
});
