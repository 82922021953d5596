/** Where a case is told: the deployment's own bus, and the security contact. GuardDuty's finding is in Security Hub already. */
import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import { type Case, statusOf } from './case';
import { messageOf } from './message';

export interface Channels {
  readonly events: EventBridgeClient;
  readonly sns: SNSClient;
  readonly busName: string;
  readonly topicArn: string;
}

/** @throws what the topic throws: then it is told again */
export const alarmIn = (channels: Channels) => async (Subject: string, Message: string) => {
  await channels.sns.send(new PublishCommand({ TopicArn: channels.topicArn, Subject: Subject.slice(0, 100), Message }));
};

/** @throws what the bus or the topic throws: then it is told again */
export const tellIn = (channels: Channels) => async (one: Case) => {
  const { subject, text } = messageOf(one);
  const { FailedEntryCount = 0 } = await channels.events.send(
    new PutEventsCommand({
      Entries: [
        {
          EventBusName: channels.busName,
          Source: 'asepsis.containment',
          DetailType: `Containment ${statusOf(one)}`,
          Detail: JSON.stringify(one),
        },
      ],
    }),
  );
  if (FailedEntryCount > 0) throw new Error(`the bus ${channels.busName} did not take the event of ${one.id}`);
  await alarmIn(channels)(subject, text);
};
