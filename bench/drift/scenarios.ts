/** The same drift for both: how it is made, which event tells of it, and the policy by which Cloud Custodian puts it right. */
import { DisableKeyRotationCommand, KMSClient } from '@aws-sdk/client-kms';
import { DeletePublicAccessBlockCommand, PutBucketVersioningCommand, S3Client } from '@aws-sdk/client-s3';
import { kmsKeyLive } from '../../lambdas/drift/live/kms-key';
import type { LiveKind } from '../../lambdas/drift/live/live';
import { s3BucketLive } from '../../lambdas/drift/live/s3-bucket';
import type { Scene } from '../../local/drill/scene';

export interface Scenario {
  readonly name: string;
  readonly kind: LiveKind<unknown>;
  /** Id of the control that asks for it. */
  readonly control: string;
  /** Makes the drift by the real API. */
  drift(scene: Scene, physicalId: string): Promise<unknown>;
  /** By variant: as its documentation has it, and with as few reads as it can be told to make. */
  readonly policies: Readonly<Record<string, object>>;
}

const mode = (source: string, event: string, ids: string) => ({
  type: 'cloudtrail',
  role: 'arn:aws:iam::{account_id}:role/custodian',
  events: [{ source: `${source}.amazonaws.com`, event, ids: `requestParameters.${ids}` }],
});

const publicAccess = {
  name: 'public-access-block',
  resource: 's3',
  mode: mode('s3', 'DeleteBucketPublicAccessBlock', 'bucketName'),
  filters: [{ type: 'check-public-block' }],
  actions: [{ type: 'set-public-block' }],
};

const versioning = {
  name: 'versioning',
  resource: 's3',
  mode: mode('s3', 'PutBucketVersioning', 'bucketName'),
  filters: [{ type: 'value', key: 'Versioning.Status', op: 'ne', value: 'Enabled' }],
  actions: [{ type: 'toggle-versioning', enabled: true }],
};

const rotation = {
  name: 'rotation',
  resource: 'kms-key',
  mode: mode('kms', 'DisableKeyRotation', 'keyId'),
  filters: [{ type: 'key-rotation-status', key: 'KeyRotationEnabled', value: false }],
  actions: [{ type: 'set-rotation', state: true }],
};

export const scenarios: readonly Scenario[] = [
  {
    name: 'bucket: public access block deleted',
    kind: s3BucketLive,
    control: 's3.bucket.public-access-block',
    drift: (scene, Bucket) => scene.open(S3Client, 's3').send(new DeletePublicAccessBlockCommand({ Bucket })),
    policies: {
      'as documented': publicAccess,
      'fewest reads': { ...publicAccess, query: [{ 'augment-keys': 'none' }] },
    },
  },
  {
    name: 'bucket: versioning suspended',
    kind: s3BucketLive,
    control: 's3.bucket.versioning',
    drift: (scene, Bucket) =>
      scene
        .open(S3Client, 's3')
        .send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Suspended' } })),
    policies: {
      'as documented': versioning,
      'fewest reads': { ...versioning, query: [{ 'augment-keys': ['Versioning'] }] },
    },
  },
  {
    name: 'key: rotation off',
    kind: kmsKeyLive,
    control: 'kms.key.rotation',
    drift: (scene, KeyId) => scene.open(KMSClient, 'kms').send(new DisableKeyRotationCommand({ KeyId })),
    policies: { 'as documented': rotation },
  },
];
