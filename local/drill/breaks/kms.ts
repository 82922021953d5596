/** Breaks of keys. */
import {
  CreateGrantCommand,
  DisableKeyCommand,
  DisableKeyRotationCommand,
  GetKeyPolicyCommand,
  KMSClient,
  PutKeyPolicyCommand,
  ScheduleKeyDeletionCommand,
} from '@aws-sdk/client-kms';
import { kmsKeyLive } from '../../../lambdas/drift/live/kms-key';
import type { Break } from '../break';
import type { Scene } from '../scene';
import { allow, strangersRoot, withStatements } from '../statements';

/** The key of a practice: the one that matters most, and that nothing of the loop itself needs. */
const practiceKey = (scene: Scene) => {
  const { declared, row } = scene.one(kmsKeyLive.kind, ({ row: { stack } }) => stack.includes('-practice-'));
  return { declared, physicalId: row.physicalId };
};

const breaks: Readonly<Record<string, (kms: KMSClient, KeyId: string) => Promise<unknown>>> = {
  'kms.key.rotation': (kms, KeyId) => kms.send(new DisableKeyRotationCommand({ KeyId })),
  'kms.key.enabled': (kms, KeyId) => kms.send(new DisableKeyCommand({ KeyId })),
  'kms.key.deletion': (kms, KeyId) => kms.send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 })),
  'kms.key.policy': (kms, KeyId) =>
    kms.send(
      new PutKeyPolicyCommand({
        KeyId,
        PolicyName: 'default',
        Policy: JSON.stringify({
          Version: '2012-10-17',
          Statement: [{ Sid: 'Everyone', Effect: 'Allow', Principal: { AWS: '*' }, Action: 'kms:*', Resource: '*' }],
        }),
      }),
    ),
  'kms.key.policy-strangers': async (kms, KeyId) => {
    const { Policy } = await kms.send(new GetKeyPolicyCommand({ KeyId, PolicyName: 'default' }));
    const theirs = allow(strangersRoot, ['kms:Decrypt'], ['*']);
    await kms.send(new PutKeyPolicyCommand({ KeyId, PolicyName: 'default', Policy: withStatements(Policy, theirs) }));
  },
  // Beside the policy, where few look.
  'kms.key.grants': (kms, KeyId) =>
    kms.send(new CreateGrantCommand({ KeyId, GranteePrincipal: strangersRoot.AWS, Operations: ['Decrypt'] })),
};

export const kmsBreaks: readonly Break[] = Object.entries(breaks).map(([control, breakIt]) => ({
  control,
  kind: kmsKeyLive,
  async run(scene) {
    const key = practiceKey(scene);
    await breakIt(scene.open(KMSClient, 'kms'), key.physicalId);
    return key;
  },
}));
