/** A VPC, with what is attached to it read as part of it. */
import { defineKind } from './kind';
import { bool, str, tags } from './read';
import type { TemplateResource, TemplateSet } from './template';
import { isUnknown, mark, type Unknown, type Value } from './value';

export interface VpcState {
  readonly id: Value<string>;
  /** Internet gateways attached to it. */
  readonly internetGateways: Value<readonly string[]>;
  /** Traffic types of its flow logs: `ALL`, `ACCEPT`, `REJECT`. */
  readonly flowLogs: Value<readonly string[]>;
  /** Resolver query logging configurations that it is associated with. */
  readonly queryLogs: Value<readonly string[]>;
  /** Whether its default security group has no rule at all. */
  readonly defaultGroupClosed: Value<boolean>;
  readonly dnsSupport: Value<boolean>;
  readonly dnsHostnames: Value<boolean>;
  readonly tags: Value<Readonly<Record<string, string>>>;
}

/** Texts that properties of attached resources hold; one that is unknown makes the list unknown. */
function each(resources: readonly TemplateResource[], property: string, fallback?: string): Value<readonly string[]> {
  const values = resources.map((resource) => str(resource.properties, property, fallback));
  const hidden = values.find((value): value is Unknown => isUnknown(value));
  return hidden ?? values.filter((value): value is string => typeof value === 'string');
}

/** The custom resources that empty a default security group: Asepsis's account settings, and CDK's own. */
const closers = [
  ['Custom::AsepsisAccountSettings', 'ClosedDefaultSecurityGroupOf'],
  ['Custom::VpcRestrictDefaultSG', 'DefaultSecurityGroupId'],
] as const;

const isClosed = (vpc: TemplateResource, set: TemplateSet): boolean =>
  closers.some(([type, property]) =>
    set.ofType(type).some(({ properties }) => {
      const named = properties[property];
      return set.target(named) === vpc || named === mark(vpc.stack, vpc.logicalId);
    }),
  );

export const ec2Vpc = defineKind<VpcState>({
  name: 'ec2.vpc',
  types: ['AWS::EC2::VPC'],
  owned: ['internetGateways', 'flowLogs', 'queryLogs', 'defaultGroupClosed', 'dnsSupport', 'dnsHostnames', 'tags'],
  read: (resource, set) => {
    const { stack, logicalId, properties } = resource;
    const queryLog = 'AWS::Route53Resolver::ResolverQueryLoggingConfigAssociation';
    return {
      id: mark(stack, logicalId),
      internetGateways: each(set.attached(resource, 'AWS::EC2::VPCGatewayAttachment', 'VpcId'), 'InternetGatewayId'),
      flowLogs: each(set.attached(resource, 'AWS::EC2::FlowLog', 'ResourceId'), 'TrafficType', 'ALL'),
      queryLogs: each(set.attached(resource, queryLog, 'ResourceId'), 'ResolverQueryLogConfigId'),
      defaultGroupClosed: isClosed(resource, set),
      dnsSupport: bool(properties, 'EnableDnsSupport', true),
      dnsHostnames: bool(properties, 'EnableDnsHostnames', false),
      tags: tags(properties),
    };
  },
});
