import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { DeployedStacks } from '../../../lambdas/drift/deployment';
import { restoreLocal } from '../../../lambdas/drift/restore-local';
import { templateDigest } from '../../../lib/attest/canonical';
import { attestationOf } from '../../../lib/attest/templates';
import type { RawTemplate } from '../../../lib/resources/template';
import { type Asked, answering } from './fake-client';
import { environment, soundKey } from './fake-deployment';

interface FakeStack {
  readonly name: string;
  status: string;
  updated?: string;
  readonly id?: string;
  readonly deployment?: string;
  resources: Readonly<Record<string, { readonly id: string | undefined; readonly status?: string }>>;
}

const stackOf = (name: string, more: Partial<FakeStack> = {}): FakeStack => ({
  name,
  status: 'CREATE_COMPLETE',
  deployment: 'lakeside',
  resources: { Key: { id: `key-of-${name}` } },
  ...more,
});

/** CloudFormation with pages of two. */
function cloudFormation(stacks: FakeStack[]) {
  const page = <T>(items: readonly T[], token: unknown) => {
    const start = Number(token ?? 0);
    return { items: items.slice(start, start + 2), next: start + 2 < items.length ? String(start + 2) : undefined };
  };
  const find = (name: unknown) => {
    const found = stacks.find((one) => one.name === name);
    if (!found) throw new Error(`Stack ${name} does not exist`);
    return found;
  };
  const answers: Record<string, (input: Asked['input']) => unknown> = {
    DescribeStacks: ({ NextToken }) => {
      const { items, next } = page(stacks, NextToken);
      return {
        NextToken: next,
        Stacks: items.map(({ deployment, id, name, status, updated }) => ({
          StackName: name,
          StackId: id ?? `arn:aws:cloudformation:us-east-1:111122223333:stack/${name}/1`,
          StackStatus: status,
          CreationTime: new Date('2026-01-01T00:00:00Z'),
          LastUpdatedTime: updated === undefined ? undefined : new Date(updated),
          Tags: deployment === undefined ? [] : [{ Key: 'asepsis:deployment', Value: deployment }],
        })),
      };
    },
    GetTemplate: ({ StackName }) => {
      const ids = Object.keys(find(StackName).resources);
      const template: RawTemplate = { Resources: Object.fromEntries(ids.map((id) => [id, soundKey])) };
      return { TemplateBody: JSON.stringify(template) };
    },
    ListStackResources: ({ NextToken, StackName }) => {
      const { items, next } = page(Object.entries(find(StackName).resources), NextToken);
      return {
        NextToken: next,
        StackResourceSummaries: items.map(([LogicalResourceId, { id, status }]) => ({
          LogicalResourceId,
          PhysicalResourceId: id,
          ResourceStatus: status ?? 'CREATE_COMPLETE',
          ResourceType: 'AWS::KMS::Key',
        })),
      };
    },
  };
  return answering(new CloudFormationClient({ region: environment.region }), ({ input, name }) =>
    answers[name]?.(input),
  );
}

const reading = (stacks: FakeStack[]) => {
  const client = cloudFormation(stacks);
  const deployed = new DeployedStacks({ cloudFormation: client, name: 'lakeside', environment });
  const asked = (name: string) => client.asked.filter((one) => one.name === name).length;
  return { asked, client, deployed };
};
const ids = ({ rows }: { readonly rows: readonly { readonly physicalId: string; readonly type: string }[] }) =>
  rows.filter(({ type }) => type === 'AWS::KMS::Key').map(({ physicalId }) => physicalId);

describe('the deployed stacks', () => {
  test('are read to the last page', async () => {
    const names = ['lakeside-a', 'lakeside-b', 'lakeside-c', 'lakeside-d', 'lakeside-e'];
    const many = Object.fromEntries(
      Array.from({ length: 7 }, (_, number) => [`Key${number}`, { id: `key-${number}` }]),
    );
    const { asked, deployed } = reading([
      ...names.map((name) => stackOf(name)),
      stackOf('lakeside-f', { resources: many }),
    ]);
    const found = await deployed.read();
    expect(ids(found)).toEqual([...names.map((name) => `key-of-${name}`), ...Object.values(many).map(({ id }) => id)]);
    expect(found.declared.ofType('AWS::KMS::Key')).toHaveLength(12);
    expect(asked('DescribeStacks')).toBe(3);
  });

  test('are ours by tag and by name: neither alone will do', async () => {
    const { asked, deployed } = reading([
      stackOf('lakeside-a'),
      stackOf('lakeside-not-ours', { deployment: undefined }),
      stackOf('lakeside-east-a', { deployment: 'lakeside-east' }),
      stackOf('elsewhere'),
      stackOf('lakesides-a'),
      stackOf('lakeside-gone', { status: 'DELETE_COMPLETE' }),
      stackOf('lakeside-planned', { status: 'REVIEW_IN_PROGRESS' }),
    ]);
    expect(ids(await deployed.read())).toEqual(['key-of-lakeside-a']);
    expect(asked('GetTemplate')).toBe(1);
  });

  test('are kept until one changes, and then that one alone is read again', async () => {
    const stacks = [stackOf('lakeside-a'), stackOf('lakeside-b')];
    const { asked, deployed } = reading(stacks);
    const first = await deployed.read();
    expect(await deployed.read()).toBe(first);
    expect(asked('GetTemplate')).toBe(2);
    const [changed] = stacks;
    if (changed) Object.assign(changed, { updated: '2026-02-01T00:00:00Z', resources: { Other: { id: 'key-new' } } });
    expect(ids(await deployed.read())).toEqual(['key-new', 'key-of-lakeside-b']);
    expect(asked('GetTemplate')).toBe(3);
  });

  test('are read again where a status changes, or a stack is made anew under its name', async () => {
    const stacks = [stackOf('lakeside-a')];
    const { asked, deployed } = reading(stacks);
    await deployed.read();
    stacks[0] = stackOf('lakeside-a', { status: 'UPDATE_IN_PROGRESS' });
    expect((await deployed.read()).statuses.get('lakeside-a')).toBe('UPDATE_IN_PROGRESS');
    stacks[0] = stackOf('lakeside-a', { id: 'another', resources: { Key: { id: 'key-anew' } } });
    expect(ids(await deployed.read())).toEqual(['key-anew']);
    expect(asked('GetTemplate')).toBe(3);
  });

  test('forget a stack that is gone', async () => {
    const stacks = [stackOf('lakeside-a'), stackOf('lakeside-b')];
    const { deployed } = reading(stacks);
    await deployed.read();
    stacks.pop();
    const { declared, rows, statuses } = await deployed.read();
    expect([declared.resources.length, statuses.size, ids({ rows })]).toEqual([1, 1, ['key-of-lakeside-a']]);
  });

  test('leave out resources that were never made, or are deleted', async () => {
    const resources = { A: { id: undefined }, B: { id: 'key-b', status: 'DELETE_COMPLETE' }, C: { id: 'key-c' } };
    const { deployed } = reading([stackOf('lakeside-a', { resources })]);
    expect(ids(await deployed.read())).toEqual(['key-c']);
  });

  test('know their own id, and resolve what refers to another', async () => {
    const { deployed } = reading([stackOf('lakeside-a')]);
    const { lookup, names } = await deployed.read();
    expect(lookup('lakeside-a', 'Key', undefined)).toBe('key-of-lakeside-a');
    expect(lookup('lakeside-a', 'AWS::StackId', undefined)).toMatch(/stack\/lakeside-a/);
    expect(names.namedBy({ request: { keyId: 'key-of-lakeside-a' }, response: {} })).toHaveLength(1);
  });

  test('are never none: that is a failure to look', async () => {
    await expect(reading([stackOf('elsewhere')]).deployed.read()).rejects.toThrow(
      /no stack of the deployment lakeside/,
    );
  });

  test.each(['DescribeStacks', 'GetTemplate', 'ListStackResources'])(
    'fail as a whole where %s fails, and recover',
    async (name) => {
      const { client, deployed } = reading([stackOf('lakeside-a')]);
      const send = client.send.bind(client);
      client.send = (async (command: { constructor: { name: string } }) => {
        if (command.constructor.name === `${name}Command`) throw new Error('Rate exceeded');
        return send(command as never);
      }) as typeof client.send;
      await expect(deployed.read()).rejects.toThrow(/Rate exceeded/);
      client.send = send as typeof client.send;
      expect(ids(await deployed.read())).toEqual(['key-of-lakeside-a']);
    },
  );
});

describe('a local stand-in', () => {
  test('is taken back to its type, and nothing else is touched', () => {
    const template: RawTemplate = {
      Resources: {
        Detector: {
          Type: 'Custom::LocalGuardDutyDetector',
          Properties: {
            ServiceToken: 'arn',
            ServiceTimeout: 60,
            LocalType: 'AWS::GuardDuty::Detector',
            LocalLiterals: {},
            Enable: true,
          },
        },
        Settings: { Type: 'Custom::AccountSettings', Properties: { ServiceToken: 'arn', LocalType: 'AWS::X::Y' } },
        Key: soundKey,
      },
    };
    expect(restoreLocal(template).Resources).toEqual({
      Detector: { Type: 'AWS::GuardDuty::Detector', Properties: { Enable: true } },
      Settings: template.Resources?.Settings,
      Key: soundKey,
    });
    expect(restoreLocal({}).Resources).toEqual({});
  });
});

describe('attested templates', () => {
  const template = { Resources: { Key: soundKey } };
  const read = (sha256: string) =>
    new DeployedStacks({
      cloudFormation: cloudFormation([stackOf('lakeside-derm')]),
      name: 'lakeside',
      environment,
      attested: async () => ({
        known: 'manifest',
        attestation: attestationOf({ deployment: 'lakeside', at: new Date(0) }, [{ stack: 'lakeside-derm', sha256 }]),
      }),
    }).read();

  test('the one that was signed stands, whatever the order of its keys; another one does not', async () => {
    expect([...(await read(templateDigest(template))).unattested]).toEqual([]);
    const other = await read(templateDigest({ ...template, Description: 'changed' }));
    expect([...other.unattested.keys()]).toEqual(['lakeside-derm']);
  });

  test('a manifest that is written anew counts at once, although no stack changed', async () => {
    let sha256 = templateDigest({});
    const deployed = new DeployedStacks({
      cloudFormation: cloudFormation([stackOf('lakeside-derm')]),
      name: 'lakeside',
      environment,
      attested: async () => ({
        known: 'manifest',
        attestation: attestationOf({ deployment: 'lakeside', at: new Date(0) }, [{ stack: 'lakeside-derm', sha256 }]),
      }),
    });
    expect((await deployed.read()).unattested.size).toBe(1);
    sha256 = templateDigest(template);
    expect((await deployed.read()).unattested.size).toBe(0);
  });
});
