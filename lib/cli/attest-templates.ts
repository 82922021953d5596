/**
 * What `asepsis up` attests: the digest of each template that it deploys, signed with the deployment's key, where the drift
 * loop reads it. Before a deployment both what stands and what is to come count, after it what was deployed alone.
 */
import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { kmsSigner } from '../../lambdas/attest/kms-signer';
import { ifAbsent } from '../../lambdas/drift/live/absent';
import type { SdkConfig } from '../../lambdas/drift/live/live';
import { readStacks } from '../../local/transform/assembly';
import { templateDigest } from '../attest/canonical';
import {
  type Attestation,
  attestationKey,
  attestationOf,
  openAttestation,
  sealAttestation,
  type TemplateDigest,
} from '../attest/templates';
import type { Config } from '../config/schema';
import { AccountError } from '../errors';
import { blueprintOf } from '../stacks/blueprint';

/** The templates of a cloud assembly, as they are deployed. */
export const digestsIn = (folder: string): readonly TemplateDigest[] =>
  readStacks(folder).map(({ stack, template }) => ({ stack, sha256: templateDigest(template) }));

/** What is attested until now; undefined where nothing is, or nothing that the key signed. */
async function standing(
  dynamo: DynamoDBClient,
  TableName: string,
  publicKey: string,
  deployment: string,
): Promise<Attestation | undefined> {
  const { Item } = await dynamo.send(
    new GetItemCommand({ TableName, Key: marshall(attestationKey), ConsistentRead: true }),
  );
  if (!Item) return undefined;
  try {
    return openAttestation(String(unmarshall(Item).envelope), publicKey, deployment);
  } catch {
    return undefined;
  }
}

/**
 * Signs and writes. In a first deployment there is neither key nor table before it: then nothing is written, and false given.
 *
 * @param keep whether what was attested until now counts for longer
 * @throws AccountError for a key of another kind; whatever KMS and DynamoDB throw, but for what does not exist yet
 */
async function write(
  { name: deployment, ...config }: Config,
  sdk: SdkConfig,
  templates: readonly TemplateDigest[],
  at: Date,
  keep: boolean,
): Promise<boolean> {
  const { names } = blueprintOf({ name: deployment, ...config });
  const kms = new KMSClient(sdk('kms'));
  const dynamo = new DynamoDBClient(sdk('dynamodb'));
  const absent = ifAbsent('NotFoundException', 'ResourceNotFoundException');
  const signer = await kmsSigner(kms, `alias/${names.signingAlias}`).catch(absent);
  if (!signer) return false;
  const older = keep ? standing(dynamo, names.driftTable, signer.publicKey, deployment) : undefined;
  try {
    const attestation = attestationOf({ deployment, at }, templates, await older);
    const Item = marshall({ ...attestationKey, envelope: await sealAttestation(attestation, signer) });
    await dynamo.send(new PutItemCommand({ TableName: names.driftTable, Item }));
    return true;
  } catch (error) {
    absent(error);
    return false;
  }
}

/** Before a deployment: a stack that is not updated yet, and one that just was, are both attested. */
export const attestBefore = (config: Config, sdk: SdkConfig, templates: readonly TemplateDigest[], at: Date) =>
  write(config, sdk, templates, at, true);

/** @throws AccountError where the key or the table is not there although all is deployed */
export async function attestAfter(
  config: Config,
  sdk: SdkConfig,
  templates: readonly TemplateDigest[],
  at: Date,
): Promise<void> {
  if (await write(config, sdk, templates, at, false)) return;
  throw new AccountError(
    'the templates could not be attested: the key that signs, or the table of the drift loop, does not exist',
    'Deploy again; until then the drift loop fixes nothing.',
  );
}
