/** A VPC endpoint: a door of the network to one AWS service. */
import { defineKind } from './kind';
import { type Policy, readPolicy } from './policy';
import { bool, str } from './read';
import { mark, type Value } from './value';

export interface VpcEndpointState {
  readonly id: Value<string>;
  /** For example `com.amazonaws.us-east-1.s3`. */
  readonly service: Value<string>;
  /** `Gateway`, `Interface`, `GatewayLoadBalancer`. */
  readonly type: Value<string>;
  readonly policy: Value<Policy>;
  readonly privateDns: Value<boolean>;
}

/** What AWS puts where no policy is given: everyone, everything. */
const openPolicy = { Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }] };

export const ec2VpcEndpoint = defineKind<VpcEndpointState>({
  name: 'ec2.vpc-endpoint',
  types: ['AWS::EC2::VPCEndpoint'],
  owned: ['policy', 'privateDns'],
  read: ({ stack, logicalId, properties }) => ({
    id: mark(stack, logicalId),
    service: str(properties, 'ServiceName', ''),
    type: str(properties, 'VpcEndpointType', 'Gateway'),
    policy: readPolicy(properties.PolicyDocument ?? openPolicy),
    privateDns: bool(properties, 'PrivateDnsEnabled', false),
  }),
});
