/** The loop's ports onto AWS, from a function's environment. */
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '@aws-lambda-powertools/logger';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { KMSClient } from '@aws-sdk/client-kms';
import { SecurityHubClient } from '@aws-sdk/client-securityhub';
import { SNSClient } from '@aws-sdk/client-sns';
import { SSMClient } from '@aws-sdk/client-ssm';
import { STSClient } from '@aws-sdk/client-sts';
import * as z from 'zod';
import type { AnyControl } from '../../lib/controls/control';
import { attestedIn } from './attested';
import { fixerWith } from './credentials';
import { DeployedStacks } from './deployment';
import { fixerEnvironment } from './environment';
import type { Live, LiveKind, SdkConfig } from './live/live';
import type { Ports } from './ports';
import { recordsIn } from './records-table';
import { restoreLocal } from './restore-local';
import { settingsFrom } from './settings';
import { openIn, tellIn } from './tell';
import { traced } from './trace';
import { wayBackIn } from './way-back';

const environmentSchema = z.object({
  ...fixerEnvironment,
  /** By it the templates that were attested are known. */
  SIGNING_KEY: z.string().min(1),
  /** Set by a local cloud alone, which deploys stand-ins for some types and knows buckets by path. */
  AWS_ENDPOINT_URL: z.url().optional(),
});

export type Environment = z.output<typeof environmentSchema>;

/** @throws ZodError that names every variable that is missing */
export const environmentOf = (variables: NodeJS.ProcessEnv): Environment => environmentSchema.parse(variables);

/** Readers keep their clients: one for each kind and function. */
function readersWith(sdk: SdkConfig): (kind: LiveKind<unknown>) => Live<unknown> {
  const open = new Map<string, Live<unknown>>();
  return (kind) => {
    const known = open.get(kind.kind.name) ?? kind.open(sdk);
    open.set(kind.kind.name, known);
    return known;
  };
}

/** An emulator would make a plain change set of the same call, which says that nothing changes. */
const noWayBack = () => Promise.reject(new Error('a local cloud has no drift-aware change sets'));

export function portsFrom(
  environment: Environment,
  controls: readonly AnyControl[],
  log: Pick<Logger, 'info' | 'error'>,
): Ports {
  const { ACCOUNT_ID: account, AWS_REGION: region, DEPLOYMENT: name, PARTITION: partition } = environment;
  const local = environment.AWS_ENDPOINT_URL !== undefined;
  const own = { region, ...traced('own', log) };
  const sdk: SdkConfig = () => own;
  const fixerSdk: SdkConfig = () => ({ region, ...traced('fixer', log) });
  const place = { account, partition, region };
  const titles = new Map(controls.map(({ id, title }) => [id, title]));
  const cloudFormation = new CloudFormationClient(own);
  const dynamo = new DynamoDBClient(own);
  const stacks = new DeployedStacks({
    cloudFormation,
    name,
    environment: place,
    attested: attestedIn(dynamo, new KMSClient(own), {
      deployment: name,
      signingKey: environment.SIGNING_KEY,
      table: environment.TABLE,
    }),
    ...(local ? { restore: restoreLocal } : {}),
  });
  const channels = {
    events: new EventBridgeClient(own),
    hub: new SecurityHubClient(own),
    sns: new SNSClient(own),
    busName: environment.BUS,
    topicArn: environment.TOPIC_ARN,
    account,
    region,
    titles: (control: string) => titles.get(control) ?? '',
    log: (message: string, more: object) => log.error(message, { ...more }),
  };
  return {
    settings: settingsFrom(new SSMClient(own), environment.SETTINGS, Date.now, channels.log),
    deployment: () => stacks.read(),
    reader: readersWith(sdk),
    fixer: fixerWith(new STSClient(own), environment.FIXER_ROLE_ARN, { ...place, name }, fixerSdk),
    records: recordsIn(dynamo, environment.TABLE),
    wayBack: local ? noWayBack : wayBackIn(cloudFormation),
    open: openIn(channels),
    tell: tellIn(channels),
    clock: () => new Date(),
    wait: (milliseconds) => sleep(milliseconds).then(() => undefined),
    digits: () => randomBytes(4).toString('hex'),
    log: {
      info: (message, more) => log.info(message, { ...more }),
      error: (message, more) => log.error(message, { ...more }),
    },
  };
}
