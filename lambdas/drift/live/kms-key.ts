/** KMS keys, live. */
import {
  CancelKeyDeletionCommand,
  DescribeKeyCommand,
  EnableKeyCommand,
  EnableKeyRotationCommand,
  GetKeyPolicyCommand,
  GetKeyRotationStatusCommand,
  type KeyMetadata,
  KMSClient,
  ListResourceTagsCommand,
  NotFoundException,
  PutKeyPolicyCommand,
  paginateListGrants,
  RevokeGrantCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-kms';
import { type KeyGrant, type KeyState, kmsKey } from '../../../lib/resources/kms-key';
import { accountOf, readPolicy, writePolicy } from '../../../lib/resources/policy';
import { isKnown } from '../../../lib/resources/value';
import { orUnknown } from './absent';
import { difference } from './difference';
import { defineLive } from './live';
import { ownTags, tagChanges } from './tags';

const notFound = (error: unknown) => {
  if (error instanceof NotFoundException) return undefined;
  throw error;
};

/** Grants to principals of another account. Those of AWS's services are held by service principals, which have none. */
async function grantsToStrangers(client: KMSClient, KeyId: string, account: string): Promise<readonly KeyGrant[]> {
  const grants: KeyGrant[] = [];
  for await (const { Grants = [] } of paginateListGrants({ client }, { KeyId })) {
    for (const { GranteePrincipal: grantee = '', GrantId: id = '', Operations: operations = [] } of Grants) {
      const home = accountOf(grantee);
      if (home !== undefined && home !== account) grants.push({ id, grantee, operations });
    }
  }
  return grants;
}

/** KMS rotates keys of one kind alone, and may refuse to be asked about another: see the control `kms.key.rotation`. */
const rotates = ({ KeyUsage }: KeyMetadata): boolean => (KeyUsage ?? 'ENCRYPT_DECRYPT') === 'ENCRYPT_DECRYPT';

async function read(kms: KMSClient, id: string): Promise<KeyState | undefined> {
  const described = await kms.send(new DescribeKeyCommand({ KeyId: id })).catch(notFound);
  const key = described?.KeyMetadata;
  if (!key) return undefined;
  const account = key.AWSAccountId ?? key.Arn?.split(':')[4] ?? '';
  const [rotation, policy, tags, grants] = await Promise.all([
    rotates(key) ? kms.send(new GetKeyRotationStatusCommand({ KeyId: id })) : undefined,
    kms.send(new GetKeyPolicyCommand({ KeyId: id, PolicyName: 'default' })),
    kms.send(new ListResourceTagsCommand({ KeyId: id })),
    orUnknown('the grants of the key', grantsToStrangers(kms, id, account)),
  ]);
  return {
    id,
    account,
    enabled: key.Enabled ?? false,
    rotationEnabled: rotation?.KeyRotationEnabled ?? false,
    rotationDays: rotation?.RotationPeriodInDays ?? 365,
    deletionWindowDays: undefined,
    deletionScheduled: key.KeyState === 'PendingDeletion',
    usage: key.KeyUsage ?? 'ENCRYPT_DECRYPT',
    policy: readPolicy(policy.Policy),
    grants,
    tags: ownTags((tags.Tags ?? []).map(({ TagKey, TagValue }) => ({ Key: TagKey, Value: TagValue }))),
  };
}

export const kmsKeyLive = defineLive<KeyState>({
  kind: kmsKey,
  open(sdk) {
    const kms = new KMSClient(sdk('kms'));
    const rotate = async (id: string, declared: KeyState) => {
      const days = isKnown(declared.rotationDays) ? declared.rotationDays : 365;
      await kms.send(new EnableKeyRotationCommand({ KeyId: id, RotationPeriodInDays: days }));
    };
    return {
      read: (id) => read(kms, id),
      puts: {
        // First: nothing else can be changed about a key whose deletion is scheduled, nor its rotation while disabled.
        deletionScheduled: async (id) => {
          // A key whose deletion is cancelled is disabled: enabling it is part of putting it back.
          await kms.send(new CancelKeyDeletionCommand({ KeyId: id }));
          await kms.send(new EnableKeyCommand({ KeyId: id }));
        },
        enabled: async (id) => {
          await kms.send(new EnableKeyCommand({ KeyId: id }));
        },
        rotationEnabled: rotate,
        rotationDays: rotate,
        policy: async (id, declared) => {
          await kms.send(
            new PutKeyPolicyCommand({ KeyId: id, PolicyName: 'default', Policy: writePolicy(declared.policy) }),
          );
        },
        // The grant's own account gives it up; whoever holds it loses the key's use at once. CreateGrant makes it again.
        grants: async (id, declared, live) => {
          for (const { id: GrantId } of difference(declared.grants, live.grants).extra)
            await kms.send(new RevokeGrantCommand({ KeyId: id, GrantId })).catch(notFound);
        },
        tags: async (id, declared, live) => {
          if (!isKnown(declared.tags) || !isKnown(live.tags)) return;
          const { set, remove } = tagChanges(declared.tags, live.tags);
          const tags = Object.entries(set).map(([TagKey, TagValue]) => ({ TagKey, TagValue }));
          if (tags.length > 0) await kms.send(new TagResourceCommand({ KeyId: id, Tags: tags }));
          if (remove.length > 0) await kms.send(new UntagResourceCommand({ KeyId: id, TagKeys: [...remove] }));
        },
      },
    };
  },
});
