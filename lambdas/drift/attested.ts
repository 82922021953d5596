/** Whether each deployed template is one that was attested: signed by who may sign, after it went through the gate. */
import { type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import type { KMSClient } from '@aws-sdk/client-kms';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { type Attestation, attestationKey, openAttestation, type TemplateDigest } from '../../lib/attest/templates';
import { kmsPublicKey } from '../attest/kms-signer';
import { reasonOf } from './conclude';

/** What is known of what was attested. */
export type Attested =
  /** No manifest was ever written: the deployment was made without `asepsis up`. It is said once, and the loop goes on. */
  | { readonly known: 'none' }
  | { readonly known: 'manifest'; readonly attestation: Attestation }
  /** There is one, and it cannot be read or is not sound: nothing is attested. */
  | { readonly known: 'unsound'; readonly why: string };

/** Why the templates of stacks are no aim of a fix, by stack. Pure. */
export function unattestedOf(attested: Attested, deployed: readonly TemplateDigest[]): ReadonlyMap<string, string> {
  if (attested.known === 'none') return new Map();
  if (attested.known === 'unsound')
    return new Map(
      deployed.map(({ stack }) => [stack, `the signed manifest of templates attests nothing: ${attested.why}`]),
    );
  const { at, templates } = attested.attestation;
  const digests = new Map(templates.map(({ sha256, stack }) => [stack, sha256]));
  return new Map(
    deployed
      .filter(({ sha256, stack }) => !digests.get(stack)?.includes(sha256))
      .map(({ sha256, stack }) => [
        stack,
        `its deployed template (${sha256.slice(0, 12)}) is not in the signed manifest of ${at}`,
      ]),
  );
}

/** Reads the manifest from the loop's table and holds it against the key. It never throws: what fails attests nothing. */
export function attestedIn(
  dynamo: DynamoDBClient,
  kms: KMSClient,
  {
    deployment,
    signingKey,
    table,
  }: { readonly deployment: string; readonly signingKey: string; readonly table: string },
): () => Promise<Attested> {
  let publicKey: string | undefined;
  let last: { readonly text: string; readonly attestation: Attestation } | undefined;
  return async () => {
    try {
      const Key = marshall(attestationKey);
      const { Item } = await dynamo.send(new GetItemCommand({ TableName: table, Key, ConsistentRead: true }));
      if (!Item) return { known: 'none' };
      const text = String(unmarshall(Item).envelope);
      // The key's public half never changes: once is enough.
      publicKey ??= await kmsPublicKey(kms, signingKey);
      if (last?.text !== text) last = { text, attestation: openAttestation(text, publicKey, deployment) };
      return { known: 'manifest', attestation: last.attestation };
    } catch (error) {
      return { known: 'unsound', why: reasonOf(error) };
    }
  };
}
