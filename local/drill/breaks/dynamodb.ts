/** Breaks of tables. */
import {
  DeleteResourcePolicyCommand,
  DynamoDBClient,
  PutResourcePolicyCommand,
  UntagResourceCommand,
  UpdateContinuousBackupsCommand,
  UpdateTableCommand,
} from '@aws-sdk/client-dynamodb';
import { dynamodbTableLive } from '../../../lambdas/drift/live/dynamodb-table';
import { holdsPracticeData } from '../../../lib/controls/data-class';
import type { TableState } from '../../../lib/resources/dynamodb-table';
import { isKnown } from '../../../lib/resources/value';
import type { Break } from '../break';
import type { Scene } from '../scene';
import { allow, strangersRoot, withStatements } from '../statements';

/** The records of a practice's patients. */
const ofPatients = holdsPracticeData;
/** One for which no policy is declared: putting it back deletes what was planted. */
const withoutPolicy = ({ policy }: TableState) => isKnown(policy) && policy.statements.length === 0;

interface Way {
  /** @default the records of a practice's patients */
  readonly pick?: (table: TableState) => boolean;
  breakIt(dynamodb: DynamoDBClient, TableName: string, arn: string): Promise<unknown>;
}

const untag =
  (key: string): Way['breakIt'] =>
  (dynamodb, _name, ResourceArn) =>
    dynamodb.send(new UntagResourceCommand({ ResourceArn, TagKeys: [key] }));

const reading = ['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:Scan'];

const ways: Readonly<Record<string, Way>> = {
  'dynamodb.table.recovery': {
    breakIt: (dynamodb, TableName) => {
      const PointInTimeRecoverySpecification = { PointInTimeRecoveryEnabled: false };
      return dynamodb.send(new UpdateContinuousBackupsCommand({ TableName, PointInTimeRecoverySpecification }));
    },
  },
  // What comes before DeleteTable.
  'dynamodb.table.deletion-protection': {
    breakIt: (dynamodb, TableName) =>
      dynamodb.send(new UpdateTableCommand({ TableName, DeletionProtectionEnabled: false })),
  },
  'dynamodb.table.encryption': {
    breakIt: (dynamodb, TableName) =>
      dynamodb.send(new UpdateTableCommand({ TableName, SSESpecification: { Enabled: false } })),
  },
  // DynamoDB refuses a policy that it calls public, and does not call one so that names a network: anybody's account in
  // that network may read (developer guide, "Preventing public access with resource-based policies").
  'dynamodb.table.policy-public': {
    breakIt: (dynamodb, _name, ResourceArn) => {
      const Condition = { StringEquals: { 'aws:SourceVpc': 'vpc-0badc0de0badc0de0' } };
      const Policy = withStatements(undefined, allow('*', reading, [ResourceArn], { Condition }));
      return dynamodb.send(new PutResourcePolicyCommand({ ResourceArn, Policy }));
    },
  },
  'dynamodb.table.policy-strangers': {
    pick: withoutPolicy,
    breakIt: (dynamodb, _name, ResourceArn) => {
      const Policy = withStatements(undefined, allow(strangersRoot, reading, [ResourceArn]));
      return dynamodb.send(new PutResourcePolicyCommand({ ResourceArn, Policy }));
    },
  },
  'dynamodb.table.network-only': {
    breakIt: (dynamodb, _name, ResourceArn) => dynamodb.send(new DeleteResourcePolicyCommand({ ResourceArn })),
  },
  'dynamodb.table.data-class': { breakIt: untag('data-class') },
  'dynamodb.table.in-backup-plan': { breakIt: untag('backup') },
};

function tableThat(scene: Scene, pick: (table: TableState) => boolean) {
  const { declared, row } = scene.one(dynamodbTableLive.kind, (one) => pick(one.declared as TableState));
  const { account, region } = scene.options;
  const arn = `arn:aws:dynamodb:${region}:${account}:table/${row.physicalId}`;
  return { arn, broken: { declared, physicalId: row.physicalId } };
}

export const dynamodbBreaks: readonly Break[] = Object.entries(ways).map(
  ([control, { breakIt, pick = ofPatients }]) => ({
    control,
    kind: dynamodbTableLive,
    async run(scene) {
      const { arn, broken } = tableThat(scene, pick);
      await breakIt(scene.open(DynamoDBClient, 'dynamodb'), broken.physicalId, arn);
      return broken;
    },
  }),
);
