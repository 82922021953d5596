/** Deployments in memory: templates with the physical ids that a deploy would have given. */
import type { Deployment } from '../../../lambdas/drift/deployment';
import { NameIndex } from '../../../lambdas/drift/targets';
import { physicalLookup, type StackResource } from '../../../lib/resources/resolve';
import { type NamedTemplate, type RawResource, readTemplates } from '../../../lib/resources/template';

export const environment = { account: '111122223333', region: 'us-east-1', partition: 'aws' };

/** What a `Ref` of a type looks like, where the template gives no name. */
const shapes: Readonly<Record<string, (logicalId: string) => string>> = {
  'AWS::EC2::FlowLog': (id) => `fl-${id.toLowerCase()}`,
  'AWS::EC2::SecurityGroup': (id) => `sg-${id.toLowerCase()}`,
  'AWS::EC2::VPC': (id) => `vpc-${id.toLowerCase()}`,
  'AWS::IAM::ManagedPolicy': (id) => `arn:aws:iam::${environment.account}:policy/asepsis/${id}`,
  'AWS::KMS::Key': (id) => `key-${id.toLowerCase()}`,
};

/** A queue is known by its address. */
const queues = `https://sqs.${environment.region}.amazonaws.com/${environment.account}/`;

const namesOf = ({ Properties = {} }: RawResource): readonly string[] =>
  Object.entries(Properties).flatMap(([key, value]) => (/Name$/.test(key) && typeof value === 'string' ? [value] : []));

function rowsOf({ stack, template }: NamedTemplate): readonly StackResource[] {
  return Object.entries(template.Resources ?? {}).map(([logicalId, raw]) => {
    const [name] = namesOf(raw).map((one) => (raw.Type === 'AWS::SQS::Queue' ? `${queues}${one}` : one));
    const physicalId = name ?? shapes[raw.Type]?.(logicalId) ?? `${stack}-${logicalId}`;
    return { stack, logicalId, type: raw.Type, physicalId };
  });
}

/** What is deployed once these templates are. */
export function deploymentOf(
  templates: readonly NamedTemplate[],
  statuses: Readonly<Record<string, string>> = {},
  unattested: Readonly<Record<string, string>> = {},
): Deployment {
  const declared = readTemplates(templates, environment);
  const rows = templates.flatMap(rowsOf);
  return {
    declared,
    rows,
    names: new NameIndex(rows),
    lookup: physicalLookup(rows, environment, declared),
    digests: new Map(),
    statuses: new Map(templates.map(({ stack }) => [stack, statuses[stack] ?? 'UPDATE_COMPLETE'])),
    attested: 'manifest',
    unattested: new Map(Object.entries(unattested)),
  };
}

const statements = [
  {
    Effect: 'Allow',
    Principal: { AWS: `arn:aws:iam::${environment.account}:root` },
    Action: 'kms:*',
    Resource: '*',
  },
];

/** A key as it should be. */
export const soundKey: RawResource = {
  Type: 'AWS::KMS::Key',
  Properties: {
    EnableKeyRotation: true,
    PendingWindowInDays: 30,
    KeyPolicy: { Version: '2012-10-17', Statement: statements },
    Tags: [{ Key: 'asepsis:deployment', Value: 'lakeside' }],
  },
};

/** A network with a group, and a user that somebody declared. */
const network: Readonly<Record<string, RawResource>> = {
  Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } },
  Group: {
    Type: 'AWS::EC2::SecurityGroup',
    Properties: { GroupDescription: 'none', VpcId: { Ref: 'Vpc' }, SecurityGroupEgress: [] },
  },
};

/** The stack in which most tests play. */
export const smallStack = 'lakeside-derm';

/** One key, or whatever a test wants to have declared, beside a network. */
export const smallTemplates = (key: RawResource = soundKey): readonly NamedTemplate[] => [
  { stack: smallStack, template: { Resources: { Key: key, Other: soundKey, ...network } } },
];

export const keyId = 'key-key';
