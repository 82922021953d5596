/**
 * What `asepsis up` attests: the digest of each template that it deploys, signed with the deployment's key, where the drift
 * loop reads it. Before a deployment both what stands and what is to come count, after it what was deployed alone.
 */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import { type AttestationPlace, writeAttestation } from '../../lambdas/attest/attestation-table';
import type { SdkConfig } from '../../lambdas/drift/live/live';
import { readStacks } from '../../local/transform/assembly';
import { templateDigest } from '../attest/canonical';
import type { TemplateDigest } from '../attest/templates';
import type { Config } from '../config/schema';
import { AccountError } from '../errors';
import { blueprintOf } from '../stacks/blueprint';

/** The templates of a cloud assembly, as they are deployed. */
export const digestsIn = (folder: string): readonly TemplateDigest[] =>
  readStacks(folder).map(({ stack, template }) => ({ stack, sha256: templateDigest(template) }));

function placeOf(config: Config, sdk: SdkConfig): AttestationPlace {
  const { names } = blueprintOf(config);
  return {
    kms: new KMSClient(sdk('kms')),
    dynamo: new DynamoDBClient(sdk('dynamodb')),
    deployment: config.name,
    table: names.driftTable,
    signingKey: `alias/${names.signingAlias}`,
  };
}

/** Before a deployment: a stack that is not updated yet, and one that just was, are both attested. */
export const attestBefore = (config: Config, sdk: SdkConfig, templates: readonly TemplateDigest[], at: Date) =>
  writeAttestation(placeOf(config, sdk), templates, at, true);

/** @throws AccountError where the key or the table is not there although all is deployed */
export async function attestAfter(
  config: Config,
  sdk: SdkConfig,
  templates: readonly TemplateDigest[],
  at: Date,
): Promise<void> {
  if (await writeAttestation(placeOf(config, sdk), templates, at, false)) return;
  throw new AccountError(
    'the templates could not be attested: the key that signs, or the table of the drift loop, does not exist',
    'Deploy again; until then the drift loop fixes nothing.',
  );
}
