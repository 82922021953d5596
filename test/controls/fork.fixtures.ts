import { Fn, type Stack } from 'aws-cdk-lib';
import { CfnStage } from 'aws-cdk-lib/aws-apigateway';
import { CfnBackupSelection } from 'aws-cdk-lib/aws-backup';
import { CfnInstance } from 'aws-cdk-lib/aws-ec2';
import { CfnTaskDefinition } from 'aws-cdk-lib/aws-ecs';
import { CfnLoadBalancer as CfnClassicLoadBalancer } from 'aws-cdk-lib/aws-elasticloadbalancing';
import { CfnListener, CfnLoadBalancer } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { CfnWebACLAssociation } from 'aws-cdk-lib/aws-wafv2';
import type { Fixtures } from './fixture';

const webAclArn = 'arn:aws:wafv2:us-east-1:111122223333:regional/webacl/planted/8f1d3c1e-0000-4000-8000-000000000000';

const balancer = (type: string, filtered: boolean) => (stack: Stack) => {
  const it = new CfnLoadBalancer(stack, 'Balancer', { type, subnets: ['subnet-0a1b2c3d', 'subnet-0a1b2c3e'] });
  if (filtered) new CfnWebACLAssociation(stack, 'Filter', { resourceArn: it.ref, webAclArn });
};

const stage = (filtered: boolean) => (stack: Stack) => {
  const it = new CfnStage(stack, 'Stage', { restApiId: 'a1b2c3d4e5', stageName: 'live', deploymentId: 'd1e2f3' });
  const resourceArn = Fn.sub('arn:${AWS::Partition}:apigateway:${AWS::Region}::/restapis/a1b2c3d4e5/stages/${Stage}', {
    Stage: it.ref,
  });
  if (filtered) new CfnWebACLAssociation(stack, 'Filter', { resourceArn, webAclArn });
};

const classic = (policy: string) => (stack: Stack) => {
  new CfnClassicLoadBalancer(stack, 'Balancer', {
    listeners: [
      {
        instancePort: '443',
        loadBalancerPort: '443',
        protocol: 'HTTPS',
        policyNames: ['Tls'],
        sslCertificateId: 'arn:aws:acm:us-east-1:111122223333:certificate/8f1d3c1e-0000-4000-8000-000000000000',
      },
    ],
    policies: [
      {
        policyName: 'Tls',
        policyType: 'SSLNegotiationPolicyType',
        attributes: [{ Name: 'Reference-Security-Policy', Value: policy }],
      },
    ],
  });
};

const listener = (sslPolicy?: string) => (stack: Stack) => {
  new CfnListener(stack, 'Listener', {
    loadBalancerArn: 'arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/app/planted/50dc6c495c0c9188',
    protocol: 'HTTPS',
    port: 443,
    sslPolicy,
    defaultActions: [{ type: 'fixed-response', fixedResponseConfig: { statusCode: '404' } }],
    certificates: [
      { certificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/8f1d3c1e-0000-4000-8000-000000000000' },
    ],
  });
};

const task = (readonlyRootFilesystem?: boolean) => (stack: Stack) => {
  new CfnTaskDefinition(stack, 'Task', {
    containerDefinitions: [{ name: 'planted', image: 'planted', memory: 128, readonlyRootFilesystem }],
  });
};

export const forkFixtures: Fixtures = {
  'elbv2.load-balancer.waf': { violating: balancer('application', false), compliant: balancer('application', true) },
  'apigateway.stage.waf': { violating: stage(false), compliant: stage(true) },
  'elb.load-balancer.tls-policy': {
    violating: classic('ELBSecurityPolicy-2016-08'),
    compliant: classic('ELBSecurityPolicy-TLS-1-2-2017-01'),
  },
  'elbv2.listener.tls-policy': {
    violating: listener(),
    compliant: listener('ELBSecurityPolicy-TLS13-1-2-2021-06'),
  },
  'ecs.task-definition.read-only': { violating: task(), compliant: task(true) },
  'ec2.instance.backup': {
    violating: (stack) => {
      new CfnInstance(stack, 'Machine', { imageId: 'ami-0a1b2c3d', tags: [{ key: 'backup', value: 'never' }] });
    },
    compliant: (stack) => {
      new CfnInstance(stack, 'Machine', { imageId: 'ami-0a1b2c3d', tags: [{ key: 'backup', value: 'daily' }] });
      new CfnBackupSelection(stack, 'Selection', {
        backupPlanId: 'planted',
        backupSelection: {
          iamRoleArn: 'arn:aws:iam::111122223333:role/backup',
          selectionName: 'planted',
          listOfTags: [{ conditionKey: 'backup', conditionType: 'STRINGEQUALS', conditionValue: 'daily' }],
        },
      });
    },
  },
};
