/** Gathers the increments of operating evidence from the archive, and names whatever is not as it was written. */
import { GetObjectCommand, paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import { checkIncrements, type FoundObjects, type Increments } from '../../attest/chain';
import { incrementOfKey, incrementPrefix, keyOfIncrement } from '../../attest/increment';
import { AccountError } from '../../errors';

/** Objects that are read at the same time. */
const atOnce = 8;

/** Two a day for thirty years; an archive with more holds something else. */
const mostObjects = 25_000;

export interface GatherOptions {
  /** The archive. */
  readonly bucket: string;
  readonly deployment: string;
  readonly from: Date;
  readonly to: Date;
  /** In PEM, the keys whose signature counts: the deployment's own, and older ones that the reader has kept. */
  readonly publicKeys: readonly string[];
}

/** What the archive holds of a period, and what became of the check. */
export interface Gathered extends Increments {
  readonly found: FoundObjects;
}

/**
 * Names below `evidence/` whose increments speak for any of the period: those that end in it, and the first that ends after
 * it. An object with a strange name is nowhere in time: it is always one of them, and is named.
 */
async function namesIn(s3: S3Client, { bucket, from, to }: GatherOptions): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const { Contents = [] } of paginateListObjectsV2(
    { client: s3 },
    { Bucket: bucket, Prefix: incrementPrefix },
  )) {
    names.push(...Contents.flatMap(({ Key }) => Key ?? []));
    if (names.length > mostObjects)
      throw new AccountError(
        `${bucket} holds more than ${mostObjects} objects below ${incrementPrefix}`,
        'See who writes there.',
      );
  }
  const first = keyOfIncrement(from);
  const end = keyOfIncrement(to);
  const keys = names.flatMap((name) => incrementOfKey(name)?.key ?? []).sort();
  const last = keys.find((key) => key >= end) ?? end;
  return names.filter((name) => {
    const found = incrementOfKey(name);
    return found === undefined || (found.key >= first && found.key <= last);
  });
}

/**
 * Every increment that speaks for a period, each signature and link checked; gaps are periods that none speaks for.
 *
 * @throws AccountError for an archive that holds too much; whatever S3 throws: what cannot be read is no gap
 */
export async function gatherIncrements(s3: S3Client, options: GatherOptions): Promise<Gathered> {
  const names = await namesIn(s3, options);
  const found = new Map<string, string>();
  for (let index = 0; index < names.length; index += atOnce)
    await Promise.all(
      names.slice(index, index + atOnce).map(async (Key) => {
        const { Body } = await s3.send(new GetObjectCommand({ Bucket: options.bucket, Key }));
        found.set(Key, (await Body?.transformToString('utf8')) ?? '');
      }),
    );
  return { ...checkIncrements(found, options.publicKeys, options), found };
}
