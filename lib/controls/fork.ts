/**
 * Controls on types that Asepsis does not make and a fork may: the rules of AWS's HIPAA conformance pack that cdk-nag
 * does not know and a template decides. The loop of drift reaches what Asepsis makes; these fail the gate.
 */
import { apigatewayStage } from '../resources/apigateway-stage';
import { ec2Instance, ecsTaskDefinition } from '../resources/compute';
import { elbLoadBalancer, elbv2Listener, elbv2LoadBalancer } from '../resources/load-balancer';
import { isKnown } from '../resources/value';
import { defineControl } from './control';
import { all, check, checkEach, notConcerned } from './verdict';

const gateOnly = {
  fix: { mode: 'none', reason: 'Asepsis makes no such resource, so there is no declared state of ours to go back to.' },
  permissions: [],
} as const;

/** Security policies that admit TLS 1.2 and newer only. */
const modern = /^ELBSecurityPolicy-(TLS13-1-[23]|TLS-1-2|FS-1-2)/;

export const forkControls = [
  defineControl({
    ...gateOnly,
    id: 'elbv2.load-balancer.waf',
    title: 'A web ACL filters what reaches an application load balancer',
    hipaa: ['164.308(a)(1)(ii)(B)', '164.312(e)(1)'],
    configRule: 'alb-waf-enabled',
    severity: 'medium',
    resource: elbv2LoadBalancer,
    evaluate: (balancer) =>
      isKnown(balancer.type) && balancer.type !== 'application'
        ? notConcerned
        : all(check('filtered', balancer.filtered, 'a WebACLAssociation that names it', (yes) => yes)),
    remedy: 'Add AWS::WAFv2::WebACLAssociation with its ARN.',
    brokenBy: ['wafv2:DisassociateWebACL', 'wafv2:DeleteWebACL'],
  }),
  defineControl({
    ...gateOnly,
    id: 'apigateway.stage.waf',
    title: 'A web ACL filters what reaches a stage of a REST API',
    hipaa: ['164.308(a)(1)(ii)(B)', '164.312(e)(1)'],
    configRule: 'api-gw-associated-with-waf',
    severity: 'medium',
    resource: apigatewayStage,
    evaluate: (stage) => all(check('filtered', stage.filtered, 'a WebACLAssociation that names it', (yes) => yes)),
    remedy: 'Add AWS::WAFv2::WebACLAssociation with the ARN of the stage.',
    brokenBy: ['wafv2:DisassociateWebACL', 'wafv2:DeleteWebACL'],
  }),
  defineControl({
    ...gateOnly,
    id: 'elb.load-balancer.tls-policy',
    title: 'A classic load balancer speaks TLS 1.2 and newer',
    hipaa: ['164.312(e)(1)', '164.312(e)(2)(i)'],
    configRule: 'elb-predefined-security-policy-ssl-check',
    severity: 'high',
    resource: elbLoadBalancer,
    evaluate: (balancer) =>
      all(
        checkEach('tlsPolicies', balancer.tlsPolicies, 'ELBSecurityPolicy-TLS-1-2-2017-01', (policy) =>
          modern.test(policy),
        ),
      ),
    remedy:
      'Give each HTTPS and SSL listener a policy whose Reference-Security-Policy is ELBSecurityPolicy-TLS-1-2-2017-01.',
    brokenBy: [
      'elasticloadbalancing:SetLoadBalancerPoliciesOfListener',
      'elasticloadbalancing:CreateLoadBalancerListeners',
    ],
  }),
  defineControl({
    ...gateOnly,
    id: 'elbv2.listener.tls-policy',
    title: 'A load balancer speaks TLS 1.2 and newer',
    hipaa: ['164.312(e)(1)', '164.312(e)(2)(i)'],
    severity: 'high',
    resource: elbv2Listener,
    evaluate: (listener) =>
      all(
        check(
          'tlsPolicy',
          listener.tlsPolicy,
          'a policy without TLS 1.1',
          (policy) => policy === null || modern.test(policy),
        ),
      ),
    remedy: 'Set SslPolicy: ELBSecurityPolicy-TLS13-1-2-2021-06; unsaid admits TLS 1.0.',
    brokenBy: ['elasticloadbalancing:ModifyListener', 'elasticloadbalancing:CreateListener'],
  }),
  defineControl({
    ...gateOnly,
    id: 'ecs.task-definition.read-only',
    title: 'Containers cannot write to their own file system',
    hipaa: ['164.312(c)(1)', '164.312(a)(1)'],
    configRule: 'ecs-containers-readonly-access',
    severity: 'medium',
    resource: ecsTaskDefinition,
    evaluate: (task) =>
      all(
        checkEach(
          'containers',
          task.containers,
          'ReadonlyRootFilesystem',
          (one) => one.readOnly === true,
          (one) => one.name,
        ),
      ),
    remedy: 'Set ReadonlyRootFilesystem: true on each container, and mount a volume for what it must write.',
    brokenBy: ['ecs:RegisterTaskDefinition'],
  }),
  defineControl({
    ...gateOnly,
    id: 'ec2.instance.backup',
    title: 'Machines are in a backup plan',
    hipaa: ['164.308(a)(7)(i)', '164.308(a)(7)(ii)(A)', '164.308(a)(7)(ii)(B)', '164.310(d)(2)(iv)'],
    configRule: 'ec2-resources-protected-by-backup-plan',
    severity: 'medium',
    resource: ec2Instance,
    evaluate: (instance) => all(check('backedUp', instance.backedUp, 'a backup selection that takes it', (yes) => yes)),
    remedy: 'Tag it backup=daily: the deployment backs up what has that tag.',
    brokenBy: ['ec2:DeleteTags', 'backup:DeleteBackupSelection'],
  }),
];
