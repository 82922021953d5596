/** What use costs, beside what a deployment costs while idle. Pure. */
import type { Config } from '../config/schema';
import { tiers } from '../config/tiers';
import type { PriceId, PriceSheet } from './prices';

export interface UseCost {
  readonly what: string;
  readonly usd: number;
  /** What it consists of; nothing where it is a difference of two idle months. */
  readonly of: readonly { readonly price: PriceId; readonly units: number }[];
}

type Parts = readonly (readonly [price: PriceId, units: number])[];

/** An image of one megabyte, stored and read once through the API: two requests, runs and keys of each, one scan. */
const objects = 1_000;
const megabytes = 1;

const throughTheApi: Parts = [
  ['apigateway.http', (2 * objects) / 1_000_000],
  ['lambda.requests', (2 * objects) / 1_000_000],
  // A quarter of a second with 256 MB, twice.
  ['lambda.arm-seconds', (2 * objects * 0.25 * 0.25) / 1_000_000],
  ['s3.put', objects / 1_000],
  // The reader's and the scanner's.
  ['s3.get', (2 * objects) / 1_000],
  ['kms.requests', (6 * objects) / 10_000],
  ['dynamodb.write', objects / 1_000_000],
  ['dynamodb.read', objects / 1_000_000],
  // Objects put, read, scanned and tagged; items written and read.
  ['cloudtrail.data-events', (6 * objects) / 100_000],
  ['logs.ingestion', (14 * objects * 1_600) / 1_000_000_000],
  ['guardduty.s3-events', (4 * objects) / 1_000_000],
  ['guardduty.management-events', (8 * objects) / 1_000_000],
  ['guardduty.malware-objects', objects / 1_000],
  ['guardduty.malware-data', (objects * megabytes) / 1_000],
];

function keptFor(copied: boolean): readonly (readonly [string, Parts])[] {
  const copies: Parts = copied ? [['backup.s3', 2]] : [['backup.s3', 1]];
  return [
    [
      `a GB of images kept for a month, with its backup${copied ? ' in two regions' : ''}`,
      [['s3.standard', 1], ...copies],
    ],
    ['the same after 180 days, in Glacier Instant Retrieval', [['s3.glacier-ir', 1], ...copies]],
    [
      'a GB of records kept for a month, with recovery and backup',
      [
        ['dynamodb.storage', 1],
        ['dynamodb.pitr', 1],
        ['backup.dynamodb', copied ? 2 : 1],
      ],
    ],
    ...(copied ? [['a GB of new backup sent to the second region', [['backup.copy', 1]]] as const] : []),
  ];
}

/** @param practice what one practice more costs a month */
export function useCosts(config: Config, sheet: PriceSheet, practice: number): readonly UseCost[] {
  const cognito = tiers[config.tier].cognitoPlan === 'PLUS' ? 'cognito.plus' : 'cognito.essentials';
  const rows: readonly (readonly [string, Parts])[] = [
    ['1,000 images of 1 MB, each stored and read once through the API', throughTheApi],
    ...keptFor(config.backup.copyRegion !== undefined),
    ['a person who signs in, each month', [[cognito, 1]]],
    ['1,000 mails of the alert topic', [['sns.mail', 0.01]]],
  ];
  return [
    { what: 'one practice more, each month, idle', usd: practice, of: [] },
    ...rows.map(([what, parts]) => ({
      what,
      usd: parts.reduce((sum, [price, units]) => sum + sheet[price].usd * units, 0),
      of: parts.map(([price, units]) => ({ price, units })),
    })),
  ];
}
