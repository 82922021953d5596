import type { SdkConfig } from '../../lambdas/drift/live/live';
import { defineKind } from '../../lib/resources/kind';
import { readTemplates } from '../../lib/resources/template';
import { unknown } from '../../lib/resources/value';
import { readBack } from '../../local/readback';

const kind = defineKind<{ name: string }>({
  name: 'test.key',
  types: ['AWS::KMS::Key'],
  owned: ['name'],
  read: ({ properties }) => ({ name: String(properties.Description) }),
});

test('each resource is read in the region of its stack', async () => {
  const template = { Resources: { Key: { Type: 'AWS::KMS::Key', Properties: { Description: 'k' } } } };
  const templates = readTemplates(
    ['home', 'abroad'].map((stack) => ({ stack, template })),
    { account: '111122223333', region: 'us-east-1', partition: 'aws' },
  );
  const asked: string[] = [];
  const open = (sdk: SdkConfig) => ({
    read: async (physicalId: string) => {
      asked.push(`${physicalId} in ${sdk('kms').region}`);
      return { name: 'k' };
    },
    puts: {},
  });
  const report = await readBack({
    templates,
    deployed: [
      { stack: 'home', logicalId: 'Key', physicalId: 'key-1' },
      { stack: 'abroad', logicalId: 'Key', physicalId: 'key-2', region: 'us-west-2' },
    ],
    kinds: [{ kind, open }],
    sdk: () => ({ region: 'us-east-1' }),
    lookup: () => unknown('nothing is referred to'),
    complete: false,
    now: () => new Date('2026-11-23T12:00:00Z'),
  });
  expect(report.at).toBe('2026-11-23T12:00:00.000Z');
  expect(asked.sort()).toEqual(['key-1 in us-east-1', 'key-2 in us-west-2']);
  expect(report.totals).toMatchObject({ resources: 2, owned: 2, asDeclared: 2 });
});
