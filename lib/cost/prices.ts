/**
 * AWS's list prices of US East (N. Virginia), in US dollars, each with its source and the day it was looked up.
 *
 * They change without notice, and differ by region and contract: `cost.prices` of the configuration overrides any of them.
 * Free trials and allowances of new accounts are left out: they end.
 */
import { nearest } from '../config/parse';
import type { Config } from '../config/schema';
import { AsepsisError } from '../errors';
import type { Price } from './price';
import { watchingPrices } from './prices-watching';
import { aws, date, seen, unconfirmed } from './sources';

const kms = seen('https://www.wring.co/blog/aws-kms-pricing-guide');
const privateLink = seen('https://awsnegotiations.com/privatelink-cost-analysis.html');
const lambda = seen('https://cloudchipr.com/blog/aws-lambda-pricing');
const sqs = seen('https://cloudburn.io/blog/amazon-sqs-pricing');
const sns = seen('https://www.factualminds.com/blog/amazon-sns-pricing-publishes-fanout-protocols/');
const events = seen('https://cloudburn.io/blog/amazon-eventbridge-pricing');
const backup = seen('https://www.factualminds.com/blog/aws-backup-pricing-vaults-cross-region-restores/');
const cognito = { source: 'the project’s reference facts of 2025–2026', date, confirmed: 'seen' as const };
const repositories = seen('several public repositories of 2025–2026, which agree');

const dataPrices = {
  'kms.key': { usd: 1, unit: 'key and month', ...aws('kms') },
  'kms.rotation': { usd: 1, unit: 'kept rotation and month, of the first two', ...kms },
  'kms.requests': { usd: 0.03, unit: '10,000 requests', free: 2, ...kms },
  's3.standard': { usd: 0.023, unit: 'GB-month', ...unconfirmed('s3') },
  's3.glacier-ir': { usd: 0.004, unit: 'GB-month', ...unconfirmed('s3') },
  's3.put': { usd: 0.005, unit: '1,000 requests', ...repositories },
  's3.get': { usd: 0.0004, unit: '1,000 requests', ...repositories },
  'dynamodb.write': { usd: 0.625, unit: 'million write units', ...repositories },
  'dynamodb.read': { usd: 0.125, unit: 'million read units', ...repositories },
  'dynamodb.storage': { usd: 0.25, unit: 'GB-month', free: 25, ...aws('dynamodb') },
  'dynamodb.pitr': { usd: 0.2, unit: 'GB-month', ...unconfirmed('dynamodb') },
  'backup.s3': { usd: 0.05, unit: 'GB-month', ...unconfirmed('backup') },
  'backup.dynamodb': { usd: 0.1, unit: 'GB-month', ...backup },
  'backup.copy': { usd: 0.02, unit: 'GB sent to a second region', ...backup },
  'backup.restore-test': { usd: 1.5, unit: 'recovery point tested', ...unconfirmed('backup') },
  'ssm.advanced-parameter': { usd: 0.05, unit: 'advanced parameter and month', ...unconfirmed('systems-manager') },
  'secretsmanager.secret': { usd: 0.4, unit: 'secret and month', ...unconfirmed('secrets-manager') },
} satisfies Record<string, Price>;

const workPrices = {
  'privatelink.hour': { usd: 0.01, unit: 'endpoint, zone and hour', ...privateLink },
  'privatelink.data': { usd: 0.01, unit: 'GB', ...privateLink },
  'lambda.requests': { usd: 0.2, unit: 'million invocations', free: 1, ...lambda },
  'lambda.arm-seconds': { usd: 13.3334, unit: 'million GB-seconds, arm64', free: 0.4, ...lambda },
  'lambda.x86-seconds': { usd: 16.6667, unit: 'million GB-seconds, x86_64', free: 0.4, ...lambda },
  'sqs.requests': { usd: 0.4, unit: 'million requests', free: 1, ...sqs },
  'sns.requests': { usd: 0.5, unit: 'million requests', free: 1, ...sns },
  'sns.mail': { usd: 2, unit: '100,000 mails', ...sns },
  'events.custom': { usd: 1, unit: 'million events', ...events },
  'scheduler.invocations': { usd: 1, unit: 'million invocations', free: 14, ...events },
  'apigateway.http': { usd: 1, unit: 'million requests', ...unconfirmed('api-gateway') },
  'cognito.essentials': { usd: 0.015, unit: 'user who signs in, and month', free: 10_000, ...cognito },
  'cognito.plus': { usd: 0.02, unit: 'user who signs in, and month', ...cognito },
} satisfies Record<string, Price>;

export const listPrices = { ...dataPrices, ...workPrices, ...watchingPrices } satisfies Record<string, Price>;

export type PriceId = keyof typeof listPrices;

/** Regions whose list prices of all of this are those of US East. Elsewhere they are taken all the same, and it is said. */
export const sameAsUsEast: readonly string[] = ['us-east-1', 'us-east-2', 'us-west-2'];

/** The ids in the order of the table. */
export const priceIds = Object.keys(listPrices) as readonly PriceId[];

export type PriceSheet = Readonly<Record<PriceId, Price>>;

/** @throws AsepsisError for an id that names no price, with the nearest one */
function refuseUnknown(given: readonly string[]): void {
  const unknown = given.find((id) => !Object.hasOwn(listPrices, id));
  if (unknown === undefined) return;
  const suggestion = nearest(unknown, priceIds);
  throw new AsepsisError(`cost.prices: given ${JSON.stringify(unknown)}; allowed: one of ${priceIds.length} prices`, {
    code: 'INPUT_INVALID',
    remedy: suggestion ? `Did you mean ${suggestion}?` : `They are: ${priceIds.join(', ')}`,
  });
}

/**
 * The list prices with what the configuration says in their place.
 *
 * @throws AsepsisError for a price in the configuration that is none
 */
export function priceSheet({ cost }: Pick<Config, 'cost'>): PriceSheet {
  refuseUnknown(Object.keys(cost.prices));
  const overridden = priceIds.flatMap((id) => {
    const usd = cost.prices[id];
    if (usd === undefined) return [];
    const { steps: _steps, ...price }: Price = listPrices[id];
    return [[id, { ...price, usd, source: 'the configuration', confirmed: 'seen' as const }] as const];
  });
  return { ...listPrices, ...Object.fromEntries(overridden) };
}
