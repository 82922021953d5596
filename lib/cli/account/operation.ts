/** A period of operation, from the deployment's archive: gathered, checked, never changed. */
import { KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import { kmsPublicKey } from '../../../lambdas/attest/kms-signer';
import type { SdkConfig } from '../../../lambdas/drift/live/live';
import { envelopeKeyOf } from '../../attest/increment';
import type { Config } from '../../config/schema';
import type { OperationFacts } from '../../evidence/facts';
import { blueprintOf } from '../../stacks/blueprint';
import { gatherIncrements } from '../bundle/increments';
import type { Period } from '../bundle/period';
import { refusal } from './refusal';

export interface Where {
  readonly where: OperationFacts['where'];
  /** In PEM, keys that signed increments before the deployment's own. */
  readonly olderKeys: readonly string[];
}

/** @throws AccountError where there is no archive or no key, or where a read is refused: what cannot be read is no gap */
export async function readOperation(
  config: Config,
  sdk: SdkConfig,
  period: Period,
  { olderKeys, where }: Where,
): Promise<OperationFacts> {
  const { names } = blueprintOf(config);
  const alias = `alias/${names.signingAlias}`;
  const own = await kmsPublicKey(new KMSClient(sdk('kms')), alias).catch(
    refusal(
      `the key ${alias}`,
      `The stack ${config.name}-audit makes it: run asepsis up. Without it nobody can say whose the increments are.`,
    ),
  );
  const publicKeys = [...new Set([own, ...olderKeys])];
  // An emulator knows buckets by path.
  const s3 = new S3Client({ ...sdk('s3'), ...(where === 'account' ? {} : { forcePathStyle: true }) });
  const options = { bucket: names.auditBucket, deployment: config.name, ...period, publicKeys };
  const { found, ...checked } = await gatherIncrements(s3, options).catch(
    refusal(`the archive ${names.auditBucket}`, `The stack ${config.name}-audit makes it: run asepsis up.`),
  );
  const envelopes = checked.increments.map(({ key }) => {
    const name = envelopeKeyOf(key);
    return [name, found.get(name) ?? ''] as const;
  });
  return { where, archive: names.auditBucket, ...period, publicKeys, ...checked, envelopes: new Map(envelopes) };
}
