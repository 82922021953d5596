/** Where a record goes: the deployment's own bus, Security Hub, and the security contact. */
import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import {
  type AwsSecurityFinding,
  BatchImportFindingsCommand,
  BatchUpdateFindingsCommand,
  type SecurityHubClient,
} from '@aws-sdk/client-securityhub';
import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import { messageOf } from './message';
import type { DriftRecord } from './record';

export interface Channels {
  readonly events: EventBridgeClient;
  readonly hub: SecurityHubClient;
  readonly sns: SNSClient;
  readonly busName: string;
  readonly topicArn: string;
  readonly account: string;
  readonly region: string;
  /** Title of a control. */
  readonly titles: (control: string) => string;
  readonly log: (message: string, more: object) => void;
}

/** Security Hub has no word for a drift that is over but `RESOLVED`. */
const resolved: ReadonlySet<string> = new Set(['fixed', 'recreated', 'undone']);

/** A record as a finding of Security Hub, in AWS's finding format. */
export function findingOf(record: DriftRecord, { account, region, titles }: Channels): AwsSecurityFinding {
  const over = resolved.has(record.outcome);
  const [control = record.resource.kind] = record.controls;
  return {
    SchemaVersion: '2018-10-08',
    Id: `asepsis/drift/${record.id}`,
    ProductArn: `arn:aws:securityhub:${region}:${account}:product/${account}/default`,
    GeneratorId: `asepsis/${control}`,
    AwsAccountId: account,
    Types: ['Software and Configuration Checks/Industry and Regulatory Standards/HIPAA Controls (USA)'],
    CreatedAt: record.noticedAt,
    UpdatedAt: record.fixedAt ?? record.noticedAt,
    Severity: { Label: record.severity.toUpperCase() as 'HIGH' },
    Title: titles(control).slice(0, 256) || control,
    Description: messageOf(record, titles).text.slice(0, 1_024),
    Resources: [{ Type: 'Other', Id: record.resource.physicalId, Region: region }],
    Compliance: {
      Status: over ? 'PASSED' : 'FAILED',
      RelatedRequirements: record.paragraphs.map((paragraph) => `45 CFR ${paragraph}`).slice(0, 32),
    },
    Workflow: { Status: over ? 'RESOLVED' : 'NEW' },
    RecordState: over ? 'ARCHIVED' : 'ACTIVE',
  };
}

/**
 * A finding is a copy: the record, the bus and the mail do not depend on Security Hub being there. What is imported again
 * keeps the workflow that it has: only an update resolves it.
 * https://docs.aws.amazon.com/securityhub/latest/userguide/finding-update-batchimportfindings.html
 */
async function importFinding(record: DriftRecord, channels: Channels): Promise<void> {
  const finding = findingOf(record, channels);
  const { Id, ProductArn, Workflow } = finding;
  try {
    const { FailedFindings = [] } = await channels.hub.send(new BatchImportFindingsCommand({ Findings: [finding] }));
    const update = { FindingIdentifiers: [{ Id, ProductArn }], Workflow };
    const { UnprocessedFindings = [] } =
      Workflow?.Status === 'RESOLVED' ? await channels.hub.send(new BatchUpdateFindingsCommand(update)) : {};
    const [failed] = [...FailedFindings, ...UnprocessedFindings];
    if (failed) throw new Error(`${failed.ErrorCode}: ${failed.ErrorMessage}`);
  } catch (error) {
    channels.log('the finding was not taken', {
      record: record.id,
      error: error instanceof Error ? error.name : typeof error,
    });
  }
}

/** A drift that is known and not yet put right. */
export const openIn = (channels: Channels) => (record: DriftRecord) => importFinding(record, channels);

/** A drift that is dealt with, one way or another. @throws what the bus or the topic throws: then it is told again */
export const tellIn = (channels: Channels) => async (record: DriftRecord) => {
  const { busName, events, sns, titles, topicArn } = channels;
  const { subject, text } = messageOf(record, titles);
  const [{ FailedEntryCount = 0 }] = await Promise.all([
    events.send(
      new PutEventsCommand({
        Entries: [
          {
            EventBusName: busName,
            Source: 'asepsis.drift',
            DetailType: `Drift ${record.outcome}`,
            Detail: JSON.stringify(record),
          },
        ],
      }),
    ),
    sns.send(new PublishCommand({ TopicArn: topicArn, Subject: subject, Message: text })),
    importFinding(record, channels),
  ]);
  if (FailedEntryCount > 0) throw new Error(`the bus ${busName} did not take the event of ${record.id}`);
};
