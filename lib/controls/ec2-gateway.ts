/** Ways out of a network, which must not exist, and the block that holds where one does. */
import { ec2FlowLog } from '../resources/ec2-flow-log';
import {
  ec2InternetGateway,
  ec2NatGateway,
  ec2VpcBlockPublicAccess,
  ec2VpcBlockPublicAccessExclusion,
} from '../resources/ec2-gateway';
import { defineControl } from './control';
import { all, check } from './verdict';

const forbidden = {
  hipaa: ['164.308(a)(1)(ii)(B)', '164.312(e)(1)'],
  forbidden: true,
  permissions: [],
} as const;

export const ec2GatewayControls = [
  defineControl({
    ...forbidden,
    id: 'ec2.internet-gateway.forbidden',
    title: 'There are no internet gateways',
    configRule: 'internet-gateway-authorized-vpc-only',
    severity: 'high',
    resource: ec2InternetGateway,
    evaluate: (gateway) => all(check('id', gateway.id, 'no internet gateway at all', () => false)),
    remedy: 'Reach AWS services by VPC endpoints.',
    brokenBy: [
      'ec2:CreateInternetGateway',
      'ec2:CreateEgressOnlyInternetGateway',
      'ec2:CreateCarrierGateway',
      'ec2:CreateDefaultVpc',
    ],
    fix: {
      mode: 'observe',
      reason: 'A gateway leads nowhere until it is attached: ec2.vpc.internet-gateway undoes that.',
    },
  }),
  defineControl({
    ...forbidden,
    id: 'ec2.nat-gateway.forbidden',
    title: 'There are no NAT gateways',
    severity: 'high',
    resource: ec2NatGateway,
    evaluate: (gateway) => all(check('id', gateway.id, 'no NAT gateway at all', () => false)),
    remedy: 'Reach AWS services by VPC endpoints.',
    brokenBy: ['ec2:CreateNatGateway'],
    fix: {
      mode: 'observe',
      reason:
        'Deleting a gateway is not undone; without a route it serves nobody: ec2.route-table.isolated takes that away.',
    },
  }),
  defineControl({
    id: 'ec2.vpc-block-public-access.on',
    title: 'The account blocks traffic between its networks and the internet, both ways',
    hipaa: ['164.308(a)(1)(ii)(B)', '164.312(e)(1)'],
    severity: 'high',
    resource: ec2VpcBlockPublicAccess,
    evaluate: (block) =>
      all(check('mode', block.mode, 'block-bidirectional', (mode) => mode === 'block-bidirectional')),
    remedy: 'Set InternetGatewayBlockMode: block-bidirectional.',
    brokenBy: ['ec2:ModifyVpcBlockPublicAccessOptions'],
    fix: { mode: 'enforce' },
    permissions: ['ec2:DescribeVpcBlockPublicAccessOptions', 'ec2:ModifyVpcBlockPublicAccessOptions'],
  }),
  defineControl({
    ...forbidden,
    id: 'ec2.vpc-block-public-access-exclusion.forbidden',
    title: 'No network is excepted from the block',
    severity: 'high',
    resource: ec2VpcBlockPublicAccessExclusion,
    evaluate: (exclusion) => all(check('id', exclusion.id, 'no exclusion at all', () => false)),
    remedy: 'Take the exclusion out.',
    brokenBy: ['ec2:CreateVpcBlockPublicAccessExclusion', 'ec2:ModifyVpcBlockPublicAccessExclusion'],
    fix: { mode: 'observe', reason: 'Somebody else’s network may rest on the exclusion: a person decides.' },
  }),
  defineControl({
    id: 'ec2.flow-log.traffic',
    title: 'A flow log records accepted and refused traffic',
    hipaa: ['164.312(b)'],
    severity: 'medium',
    resource: ec2FlowLog,
    evaluate: (log) => all(check('traffic', log.traffic, 'ALL', (traffic) => traffic === 'ALL')),
    remedy: 'Set TrafficType: ALL.',
    brokenBy: ['ec2:CreateFlowLogs', 'ec2:DeleteFlowLogs'],
    fix: {
      mode: 'observe',
      reason: 'A flow log cannot be changed, only made anew under another id: a REVERT_DRIFT change set puts it back.',
    },
    permissions: [],
  }),
  defineControl({
    id: 'ec2.flow-log.encrypted',
    title: 'Flow logs are kept encrypted under a key of the account',
    hipaa: ['164.312(a)(2)(iv)', '164.312(b)'],
    severity: 'medium',
    resource: ec2FlowLog,
    evaluate: (log) => all(check('logKey', log.logKey, 'a KMS key on its log group', (key) => key !== null)),
    remedy: 'Set KmsKeyId on the log group, or use EncryptedLogGroup.',
    brokenBy: ['logs:DisassociateKmsKey'],
    fix: { mode: 'observe', reason: 'The key belongs to the log group, whose own control puts it back.' },
    permissions: [],
  }),
];
