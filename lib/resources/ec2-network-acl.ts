/** A network ACL with its entries. */
import { defineKind } from './kind';
import { bool, num, str } from './read';
import type { TemplateResource } from './template';
import { findUnknown, isUnknown, mark, unknown, type Value } from './value';

export interface AclEntry {
  readonly number: number;
  readonly egress: boolean;
  readonly action: string;
  /** Protocol number as text; `-1` for every protocol. */
  readonly protocol: string;
  readonly cidr: string;
  /** First port; -1 for every port. */
  readonly from: number;
  readonly to: number;
}

export interface NetworkAclState {
  readonly id: Value<string>;
  /** Entries that somebody made: the last one, which denies the rest, is not among them. */
  readonly entries: Value<readonly AclEntry[]>;
}

function entry({ properties }: TemplateResource): Value<AclEntry> {
  const read = {
    number: num(properties, 'RuleNumber', 0),
    egress: bool(properties, 'Egress', false),
    action: str(properties, 'RuleAction', 'deny'),
    protocol: str(properties, 'Protocol', '-1'),
    cidr: str(properties, 'CidrBlock', str(properties, 'Ipv6CidrBlock', '')),
    from: num(properties, 'PortRange.From', -1),
    to: num(properties, 'PortRange.To', -1),
  };
  const hidden = findUnknown(read);
  return hidden ? unknown(`a network ACL entry at ${hidden.path}: ${hidden.why}`) : (read as AclEntry);
}

export const ec2NetworkAcl = defineKind<NetworkAclState>({
  name: 'ec2.network-acl',
  types: ['AWS::EC2::NetworkAcl'],
  owned: ['entries'],
  read: (resource, set) => {
    const entries = set.attached(resource, 'AWS::EC2::NetworkAclEntry', 'NetworkAclId').map(entry);
    return {
      id: mark(resource.stack, resource.logicalId),
      entries: entries.find(isUnknown) ?? entries.filter((one): one is AclEntry => !isUnknown(one)),
    };
  },
});
