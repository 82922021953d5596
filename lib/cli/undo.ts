/** `asepsis undo <record>`: takes a fix of the drift loop back, in the name of whoever calls it. */
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { liveKinds } from '../../lambdas/drift/live';
import { partitionOf, recordsIn } from '../../lambdas/drift/records-table';
import { undo } from '../../lambdas/drift/undo';
import { loadConfig } from '../config/load';
import { AsepsisError } from '../errors';
import { blueprintOf } from '../stacks/blueprint';
import { accountSdk } from './account/sdk';
import type { Output } from './output';

export interface UndoOptions {
  readonly config: string;
  /** Hours that the properties are held as they were; the loop leaves them alone so long. */
  readonly hours: string;
}

const inputError = (message: string, remedy: string) => new AsepsisError(message, { code: 'INPUT_INVALID', remedy });

/** @throws AsepsisError for a record that is not there, hours that are none, and a fix that cannot be taken back */
export async function undoCommand(id: string, { config: file, hours }: UndoOptions, { out }: Output): Promise<void> {
  const config = loadConfig(file);
  const span = Number(hours);
  if (!(span > 0 && span <= 720)) throw inputError(`--hours is ${hours}`, 'Give a number of hours up to 720.');
  const { driftTable: TableName } = blueprintOf(config).names;
  const sdk = accountSdk(config.account, config.region);
  const dynamo = new DynamoDBClient(sdk('dynamodb'));
  const records = recordsIn(dynamo, TableName);
  const record = await records.find(id);
  if (!record) throw inputError(`no record ${id} in ${TableName}`, 'The message of the fix names it.');
  const kind = liveKinds.find((one) => one.kind.name === record.resource.kind);
  if (!kind) throw inputError(`${record.resource.kind} cannot be changed through the API`, 'Change it by a deploy.');
  const undone = await undo(record, span, {
    live: kind.open(sdk),
    hold: async ({ resource }, path, until) => {
      const Item = marshall({ pk: partitionOf(resource), sk: `H#${path}`, until: until.toISOString(), by: id });
      await dynamo.send(new PutItemCommand({ TableName, Item }));
    },
    write: (one) => records.write(one),
    clock: () => new Date(),
  });
  const paths = undone.changes.map(({ path }) => path).join(', ');
  out(`${undone.resource.physicalId}: ${paths} as before the fix; ${undone.why}`);
}
