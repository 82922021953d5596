/** VPC endpoints, live. */
import { DescribeVpcEndpointsCommand, EC2Client, ModifyVpcEndpointCommand } from '@aws-sdk/client-ec2';
import { ec2VpcEndpoint, type VpcEndpointState } from '../../../lib/resources/ec2-vpc-endpoint';
import { readPolicy, writePolicy } from '../../../lib/resources/policy';
import { isKnown, unknown } from '../../../lib/resources/value';
import { ifAbsent } from './absent';
import { defineLive } from './live';

export const ec2VpcEndpointLive = defineLive<VpcEndpointState>({
  kind: ec2VpcEndpoint,
  open(sdk) {
    const ec2 = new EC2Client(sdk('ec2'));
    return {
      async read(id) {
        const request = new DescribeVpcEndpointsCommand({ VpcEndpointIds: [id] });
        const found = await ec2.send(request).catch(ifAbsent('InvalidVpcEndpointId.NotFound'));
        const endpoint = found?.VpcEndpoints?.[0];
        if (!endpoint || endpoint.State?.toLowerCase() === 'deleted') return undefined;
        return {
          id,
          service: endpoint.ServiceName ?? '',
          type: endpoint.VpcEndpointType ?? 'Gateway',
          // EC2 always tells the policy; without it nothing is known, which is not the same as a policy that allows nothing.
          policy: endpoint.PolicyDocument ? readPolicy(endpoint.PolicyDocument) : unknown('EC2 told no policy'),
          privateDns: endpoint.PrivateDnsEnabled ?? false,
        };
      },
      puts: {
        policy: async (VpcEndpointId, { policy }) => {
          await ec2.send(new ModifyVpcEndpointCommand({ VpcEndpointId, PolicyDocument: writePolicy(policy) }));
        },
        privateDns: async (VpcEndpointId, { privateDns }) => {
          if (!isKnown(privateDns)) return;
          await ec2.send(new ModifyVpcEndpointCommand({ VpcEndpointId, PrivateDnsEnabled: privateDns }));
        },
      },
    };
  },
});
