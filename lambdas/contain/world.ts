/** Containment's ports onto AWS, from its function's environment. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '@aws-lambda-powertools/logger';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SNSClient } from '@aws-sdk/client-sns';
import { SSMClient } from '@aws-sdk/client-ssm';
import { STSClient } from '@aws-sdk/client-sts';
import * as z from 'zod';
import { fixerEnvironment } from '../drift/environment';
import type { SdkConfig } from '../drift/live/live';
import { settingsFrom } from '../drift/settings';
import { casesIn } from './cases-table';
import { measureWith } from './credentials';
import { looker } from './look';
import { measures } from './measures';
import type { ContainPorts } from './ports';
import { alarmIn, tellIn } from './tell';

const json = <T extends z.ZodType>(schema: T) =>
  z
    .string()
    .transform((text) => JSON.parse(text) as unknown)
    .pipe(schema);

const environmentSchema = z.object({
  ...fixerEnvironment,
  /** Unique id of the approver's role. */
  APPROVER_ID: z.string().min(1),
  /** What of the configuration containment goes by. */
  CONTAINMENT: json(
    z.object({
      atOnce: z.number(),
      ask: z.number(),
      expiresHours: z.number(),
      approvalMinutes: z.number(),
      defenders: z.array(z.string()),
    }),
  ),
});

export type Environment = z.output<typeof environmentSchema>;

/** @throws ZodError that names every variable that is missing */
export const environmentOf = (variables: NodeJS.ProcessEnv): Environment => environmentSchema.parse(variables);

/**
 * @param sdk how to reach a service. @default the SDK's own ways
 */
export function portsFrom(
  environment: Environment,
  log: Pick<Logger, 'info' | 'error'>,
  sdk: SdkConfig = () => ({ region: environment.AWS_REGION }),
): ContainPorts {
  const { ACCOUNT_ID: account, AWS_REGION: region, CONTAINMENT: by, PARTITION: partition } = environment;
  const place = { account, partition, region };
  const channels = {
    events: new EventBridgeClient(sdk('eventbridge')),
    sns: new SNSClient(sdk('sns')),
    busName: environment.BUS,
    topicArn: environment.TOPIC_ARN,
  };
  const fail = (message: string, more: object) => log.error(message, { ...more });
  return {
    settings: settingsFrom(new SSMClient(sdk('ssm')), environment.SETTINGS, Date.now, fail),
    levels: { atOnce: by.atOnce, ask: by.ask },
    spans: { expiresHours: by.expiresHours, approvalMinutes: by.approvalMinutes },
    defenders: { account, deployment: environment.DEPLOYMENT, principals: by.defenders },
    look: looker(sdk, account),
    reader: ({ kind }) => measures[kind].open(sdk, partition),
    fixer: measureWith(new STSClient(sdk('sts')), environment.FIXER_ROLE_ARN, place, sdk),
    cases: casesIn(new DynamoDBClient(sdk('dynamodb')), environment.TABLE),
    tell: tellIn(channels),
    alarm: alarmIn(channels),
    clock: () => new Date(),
    wait: (milliseconds) => sleep(milliseconds).then(() => undefined),
    log: { info: (message, more) => log.info(message, { ...more }), error: fail },
  };
}
