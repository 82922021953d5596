/** Ways out of a network, which must not exist. */
import { defineKind } from './kind';
import { str } from './read';
import { mark, type Value } from './value';

export interface GatewayState {
  readonly id: Value<string>;
}

const read = ({ stack, logicalId }: { readonly stack: string; readonly logicalId: string }): GatewayState => ({
  id: mark(stack, logicalId),
});

export const ec2InternetGateway = defineKind<GatewayState>({
  name: 'ec2.internet-gateway',
  types: ['AWS::EC2::InternetGateway', 'AWS::EC2::EgressOnlyInternetGateway', 'AWS::EC2::CarrierGateway'],
  owned: [],
  read,
});

export const ec2NatGateway = defineKind<GatewayState>({
  name: 'ec2.nat-gateway',
  types: ['AWS::EC2::NatGateway'],
  owned: [],
  read,
});

export interface VpcBlockPublicAccessState {
  readonly id: Value<string>;
  /** `off`, `block-ingress` or `block-bidirectional`. */
  readonly mode: Value<string>;
}

export const ec2VpcBlockPublicAccess = defineKind<VpcBlockPublicAccessState>({
  name: 'ec2.vpc-block-public-access',
  types: ['AWS::EC2::VPCBlockPublicAccessOptions'],
  owned: ['mode'],
  read: ({ stack, logicalId, properties }) => ({
    id: mark(stack, logicalId),
    mode: str(properties, 'InternetGatewayBlockMode', 'off'),
  }),
});

/** A network or subnet that the block does not hold for. */
export const ec2VpcBlockPublicAccessExclusion = defineKind<GatewayState>({
  name: 'ec2.vpc-block-public-access-exclusion',
  types: ['AWS::EC2::VPCBlockPublicAccessExclusion'],
  owned: [],
  read,
});
