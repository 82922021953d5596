/** A subnet. */
import { defineKind } from './kind';
import { bool } from './read';
import { mark, type Value } from './value';

export interface SubnetState {
  readonly id: Value<string>;
  /** Whether what starts in it gets a public IPv4 address. */
  readonly publicIpOnLaunch: Value<boolean>;
  /** Whether a network interface made in it gets an IPv6 address, which is always public. */
  readonly ipv6OnCreation: Value<boolean>;
}

export const ec2Subnet = defineKind<SubnetState>({
  name: 'ec2.subnet',
  types: ['AWS::EC2::Subnet'],
  owned: ['publicIpOnLaunch', 'ipv6OnCreation'],
  read: ({ stack, logicalId, properties }) => ({
    id: mark(stack, logicalId),
    publicIpOnLaunch: bool(properties, 'MapPublicIpOnLaunch', false),
    ipv6OnCreation: bool(properties, 'AssignIpv6AddressOnCreation', false),
  }),
});
