/** What a call made or changed that no stack of ours declares. Pure. */
import type { StackResource } from '../../lib/resources/resolve';
import type { Call } from './trigger';

type Told = Pick<Call, 'request' | 'response'>;

/** Where a call says what it made, by kind: for controls on what must not exist, and for what is in no stack of ours. */
const made: Readonly<Record<string, readonly string[]>> = {
  'iam.access-key': ['response.accessKey.accessKeyId', 'request.accessKeyId'],
  'iam.group': ['request.groupName'],
  'iam.login-profile': ['request.userName'],
  'iam.mfa-device': ['request.userName'],
  'iam.undeclared-role': ['request.roleName'],
  'iam.user': ['request.userName'],
  'ec2.image': ['request.imageId'],
  'ec2.internet-gateway': [
    'response.internetGateway.internetGatewayId',
    'response.CreateEgressOnlyInternetGatewayResponse.egressOnlyInternetGateway.egressOnlyInternetGatewayId',
    'response.CreateCarrierGatewayResponse.carrierGateway.carrierGatewayId',
  ],
  'ec2.security-group-rule': [
    'response.securityGroupRuleSet.items.*.securityGroupRuleId',
    'request.ModifySecurityGroupRulesRequest.SecurityGroupRule.SecurityGroupRuleId',
    'request.ModifySecurityGroupRulesRequest.SecurityGroupRule.*.SecurityGroupRuleId',
  ],
  'ec2.nat-gateway': ['response.CreateNatGatewayResponse.natGateway.natGatewayId'],
  'ec2.snapshot': ['request.snapshotId'],
  'ec2.vpc-block-public-access-exclusion': [
    'response.CreateVpcBlockPublicAccessExclusionResponse.vpcBlockPublicAccessExclusion.exclusionId',
    'request.ModifyVpcBlockPublicAccessExclusionRequest.ExclusionId',
  ],
};

/** Of one call no more than so many things are looked at: the rest is left to a person, who hears of these. */
const mostOfACall = 25;

/** Texts at a path; `*` is each of a list. */
export function textsAt(root: unknown, path: string): readonly string[] {
  const at = (node: unknown, key: string): readonly unknown[] => {
    if (key === '*') return Array.isArray(node) ? node : [];
    return typeof node === 'object' && node !== null ? [(node as Record<string, unknown>)[key]] : [];
  };
  const found = path
    .split('.')
    .reduce<readonly unknown[]>((nodes, key) => nodes.flatMap((node) => at(node, key)), [root]);
  return found.filter((text): text is string => typeof text === 'string' && text !== '');
}

/** What AWS's ids and names are made of; anything else is no id, and is never looked up. */
const anId = /^[\w+=,.@:/|-]{1,512}$/;

/** Kinds that have no id of their own: what they are part of, and what tells them apart there. */
const composed: Readonly<Record<string, (call: Told) => readonly string[]>> = {
  // As CloudFormation writes it: the table and where the route leads.
  'ec2.route': (call) => {
    const [table] = textsAt(call, 'request.routeTableId');
    return ['CidrBlock', 'Ipv6CidrBlock', 'PrefixListId'].flatMap((kind) =>
      textsAt(call, `request.destination${kind}`).flatMap((to) => (table === undefined ? [] : [`${table}|${to}`])),
    );
  },
  'iam.inline-policy': (call) =>
    ['role', 'user', 'group'].flatMap((owner) =>
      textsAt(call, `request.${owner}Name`).flatMap((of) =>
        textsAt(call, 'request.policyName').map((name) => `${owner}/${of}/${name}`),
      ),
    ),
};

/** The whole of a part, or the thing itself, by where a call names it: one that a template declares is put back whole. */
const wholes: Readonly<Record<string, { readonly type: string; readonly paths: readonly string[] }>> = {
  'ec2.route': { type: 'AWS::EC2::RouteTable', paths: ['request.routeTableId'] },
  'ec2.security-group-rule': {
    type: 'AWS::EC2::SecurityGroup',
    paths: ['request.groupId', 'request.ModifySecurityGroupRulesRequest.GroupId'],
  },
  'iam.inline-policy': { type: 'AWS::IAM::Role', paths: ['request.roleName'] },
  'iam.undeclared-role': { type: 'AWS::IAM::Role', paths: ['request.roleName'] },
};

function isPartOfOurs(kind: string, call: Told, named: readonly StackResource[]): boolean {
  const whole = wholes[kind];
  const ids = whole?.paths.flatMap((path) => textsAt(call, path)) ?? [];
  return named.some(({ physicalId, type }) => type === whole?.type && ids.includes(physicalId));
}

/**
 * Ids of what a call made or changed of a kind that no template declares.
 *
 * @param named what the call names of the deployment's own
 */
export function strangers(kind: string, call: Told, named: readonly StackResource[] = []): readonly string[] {
  if (isPartOfOurs(kind, call, named)) return [];
  const found =
    composed[kind]?.(call) ?? (made[kind] ?? []).flatMap((path) => textsAt(call, path).slice(0, mostOfACall));
  return [...new Set(found)].filter((id) => anId.test(id));
}
