import { bareSource, sdkImports } from '../../../bench/drift/imports';

const text = [
  "import { join } from 'node:path';",
  "import type { SQSEvent } from '@aws-sdk/client-sqs';",
  "import { type Tag, S3Client, GetBucketAclCommand as Acl } from '@aws-sdk/client-s3';",
  'import {',
  '  KMSClient,',
  '  TagResourceCommand,',
  '  type KeyMetadata,',
  "} from '@aws-sdk/client-kms';",
  "import { Logger } from '@aws-lambda-powertools/logger';",
].join('\n');

test('the SDK’s values are found, types and everything else are not', () => {
  const found = sdkImports([text, "import { type Tag } from '@aws-sdk/client-sns';"]);
  expect([...found].map(([from, names]) => [from, [...names]])).toEqual([
    ['@aws-sdk/client-s3', ['S3Client', 'GetBucketAclCommand']],
    ['@aws-sdk/client-kms', ['KMSClient', 'TagResourceCommand']],
  ]);
});

test('files add to each other, each name once', () => {
  const more = "import { KMSClient, EnableKeyCommand } from '@aws-sdk/client-kms';";
  expect([...(sdkImports([text, more]).get('@aws-sdk/client-kms') ?? [])]).toEqual([
    'KMSClient',
    'TagResourceCommand',
    'EnableKeyCommand',
  ]);
});

test('a name that two services share is exported twice, under two names', () => {
  const imports = new Map([
    ['@aws-sdk/client-kms', new Set(['TagResourceCommand'])],
    ['@aws-sdk/client-backup', new Set(['TagResourceCommand', 'BackupClient'])],
  ]);
  expect(bareSource(imports)).toBe(
    [
      "export { TagResourceCommand as bare1 } from '@aws-sdk/client-kms';\n",
      "export { TagResourceCommand as bare2, BackupClient as bare3 } from '@aws-sdk/client-backup';\n",
    ].join(''),
  );
});
