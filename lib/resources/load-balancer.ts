/** Load balancers. Asepsis makes none; these kinds gate a fork that does. Read from templates only. */
import { defineKind } from './kind';
import { at, map, records, str, strs } from './read';
import type { TemplateResource } from './template';
import { isUnknown, mark, type Value } from './value';

export interface LoadBalancerState {
  readonly id: Value<string>;
  /** `application`, `network` or `gateway`. */
  readonly type: Value<string>;
  /** Whether a web ACL filters its requests. */
  readonly filtered: boolean;
}

export const elbv2LoadBalancer = defineKind<LoadBalancerState>({
  name: 'elbv2.load-balancer',
  types: ['AWS::ElasticLoadBalancingV2::LoadBalancer'],
  owned: [],
  read: (resource, set) => ({
    id: mark(resource.stack, resource.logicalId),
    type: str(resource.properties, 'Type', 'application'),
    filtered: set.attached(resource, 'AWS::WAFv2::WebACLAssociation', 'ResourceArn').length > 0,
  }),
});

export interface ListenerState {
  readonly protocol: Value<string>;
  /** Security policy of TLS, `null` where the protocol has none. */
  readonly tlsPolicy: Value<string | null>;
}

export const elbv2Listener = defineKind<ListenerState>({
  name: 'elbv2.listener',
  types: ['AWS::ElasticLoadBalancingV2::Listener'],
  owned: [],
  read: ({ properties }) => {
    const protocol = str(properties, 'Protocol', 'HTTP');
    const usesTls = protocol === 'HTTPS' || protocol === 'TLS';
    return {
      protocol,
      // What Elastic Load Balancing takes where a template says nothing; it still admits TLS 1.0.
      tlsPolicy: usesTls || isUnknown(protocol) ? str(properties, 'SslPolicy', 'ELBSecurityPolicy-2016-08') : null,
    };
  },
});

export interface ClassicLoadBalancerState {
  /** Predefined security policies of its TLS listeners; an empty text for a listener that names none. */
  readonly tlsPolicies: Value<readonly string[]>;
}

type Properties = TemplateResource['properties'];

/** Predefined policy by the name that listeners use for it. */
function predefined(properties: Properties): Value<ReadonlyMap<string, string>> {
  return map(records(properties, 'Policies'), (policies) => {
    const named = new Map<string, string>();
    for (const policy of policies) {
      const attributes = records(policy, 'Attributes');
      if (isUnknown(attributes)) continue;
      const reference = attributes.find((one) => at(one, 'Name') === 'Reference-Security-Policy');
      if (reference) named.set(String(policy.PolicyName), String(at(reference, 'Value')));
    }
    return named;
  });
}

export const elbLoadBalancer = defineKind<ClassicLoadBalancerState>({
  name: 'elb.load-balancer',
  types: ['AWS::ElasticLoadBalancing::LoadBalancer'],
  owned: [],
  read: ({ properties }) => {
    const policies = predefined(properties);
    const listeners = records(properties, 'Listeners');
    if (isUnknown(policies)) return { tlsPolicies: policies };
    return {
      tlsPolicies: map(listeners, (list) =>
        list
          .filter((one) => /^(https|ssl)$/i.test(String(one.Protocol)))
          .map((one) => {
            const names = strs(one, 'PolicyNames');
            const found = isUnknown(names) ? [] : names.map((name) => policies.get(name));
            return found.find((policy) => policy !== undefined) ?? '';
          }),
      ),
    };
  },
});
