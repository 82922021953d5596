/** A security group with its rules, and rules of groups that are declared elsewhere. */
import { defineKind } from './kind';
import { num, records, str } from './read';
import type { TemplateResource, TemplateSet } from './template';
import { isUnknown, mark, unknown, type Value } from './value';

export interface Rule {
  /** `tcp`, `udp`, `icmp`, a number, or `-1` for every protocol. */
  readonly protocol: string;
  /** First port, or ICMP type; -1 for every port. */
  readonly from: number;
  readonly to: number;
  /** CIDR block, security group or prefix list at the other end. */
  readonly peer: string;
}

export interface SecurityGroupState {
  readonly id: Value<string>;
  readonly ingress: Value<readonly Rule[]>;
  readonly egress: Value<readonly Rule[]>;
}

/** What EC2 gives a group that says nothing of its outgoing traffic. */
const everywhere: Rule = { protocol: '-1', from: -1, to: -1, peer: '0.0.0.0/0' };

const peers = [
  'CidrIp',
  'CidrIpv6',
  'SourceSecurityGroupId',
  'DestinationSecurityGroupId',
  'SourcePrefixListId',
  'DestinationPrefixListId',
  'SourceSecurityGroupName',
];

type Properties = TemplateResource['properties'];

function rule(properties: Properties): Value<Rule> {
  const protocol = str(properties, 'IpProtocol', '-1');
  if (isUnknown(protocol)) return protocol;
  const peer = peers.map((name) => str(properties, name, undefined)).find((value) => value !== undefined);
  if (isUnknown(peer)) return peer;
  if (peer === undefined) return unknown('a rule without an other end');
  const from = num(properties, 'FromPort', -1);
  const to = num(properties, 'ToPort', -1);
  if (isUnknown(from)) return from;
  if (isUnknown(to)) return to;
  // Ports mean nothing where every protocol is meant, and EC2 drops them.
  return protocol === '-1' ? { protocol, from: -1, to: -1, peer } : { protocol, from, to, peer };
}

function rules(group: TemplateResource, set: TemplateSet, direction: 'Ingress' | 'Egress'): Value<readonly Rule[]> {
  const inline = records(group.properties, `SecurityGroup${direction}`);
  if (isUnknown(inline)) return inline;
  const attached = set.attached(group, `AWS::EC2::SecurityGroup${direction}`, 'GroupId');
  const read: Rule[] = [];
  for (const properties of [...inline, ...attached.map((one) => one.properties)]) {
    const one = rule(properties);
    if (isUnknown(one)) return one;
    read.push(one);
  }
  const unsaid = direction === 'Egress' && group.properties.SecurityGroupEgress === undefined;
  return unsaid ? [...read, everywhere] : read;
}

export const ec2SecurityGroup = defineKind<SecurityGroupState>({
  name: 'ec2.security-group',
  types: ['AWS::EC2::SecurityGroup'],
  owned: ['ingress', 'egress'],
  read: (resource, set) => ({
    id: mark(resource.stack, resource.logicalId),
    ingress: rules(resource, set, 'Ingress'),
    egress: rules(resource, set, 'Egress'),
  }),
});

/** A rule is read with its group; one whose group is not declared here is read on its own. */
export const ec2SecurityGroupRule = defineKind<SecurityGroupState>({
  name: 'ec2.security-group-rule',
  types: ['AWS::EC2::SecurityGroupIngress', 'AWS::EC2::SecurityGroupEgress'],
  owned: [],
  read: ({ stack, logicalId, type, properties }, set) => {
    const id = mark(stack, logicalId);
    if (set.target(properties.GroupId)?.type === 'AWS::EC2::SecurityGroup') return { id, ingress: [], egress: [] };
    const one = rule(properties);
    const read = isUnknown(one) ? one : [one];
    return type.endsWith('Ingress') ? { id, ingress: read, egress: [] } : { id, ingress: [], egress: read };
  },
});
