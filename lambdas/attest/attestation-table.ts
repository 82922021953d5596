/** The signed manifest of templates where it lies: one item of the drift loop's table, written under the deployment's key. */
import { type DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { KMSClient } from '@aws-sdk/client-kms';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import {
  type Attestation,
  attestationKey,
  attestationOf,
  openAttestation,
  sealAttestation,
  type TemplateDigest,
} from '../../lib/attest/templates';
import { ifAbsent } from '../drift/live/absent';
import { kmsSigner } from './kms-signer';

export interface AttestationPlace {
  readonly dynamo: DynamoDBClient;
  readonly kms: KMSClient;
  readonly deployment: string;
  /** Name of the drift loop's table. */
  readonly table: string;
  /** Id, ARN or alias of the key that signs. */
  readonly signingKey: string;
}

/** What is attested until now; undefined where nothing is, or nothing that the key signed. */
async function standing(
  { deployment, dynamo, table: TableName }: AttestationPlace,
  publicKey: string,
): Promise<Attestation | undefined> {
  const Key = marshall(attestationKey);
  const { Item } = await dynamo.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }));
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
export async function writeAttestation(
  place: AttestationPlace,
  templates: readonly TemplateDigest[],
  at: Date,
  keep: boolean,
): Promise<boolean> {
  const { deployment, dynamo, kms, signingKey, table: TableName } = place;
  const absent = ifAbsent('NotFoundException', 'ResourceNotFoundException');
  const signer = await kmsSigner(kms, signingKey).catch(absent);
  if (!signer) return false;
  try {
    const older = keep ? await standing(place, signer.publicKey) : undefined;
    const envelope = await sealAttestation(attestationOf({ deployment, at }, templates, older), signer);
    await dynamo.send(new PutItemCommand({ TableName, Item: marshall({ ...attestationKey, envelope }) }));
    return true;
  } catch (error) {
    absent(error);
    return false;
  }
}
