/** Rules of security groups that no template declares, live. */
import { DescribeSecurityGroupRulesCommand, EC2Client, type SecurityGroupRule } from '@aws-sdk/client-ec2';
import { ec2SecurityGroupRule, type Rule, type SecurityGroupState } from '../../../lib/resources/ec2-security-group';
import { isKnown, type Value } from '../../../lib/resources/value';
import { ifAbsent } from './absent';
import { defineLive } from './live';

function ruleOf(rule: SecurityGroupRule): Rule {
  const { IpProtocol: protocol = '-1', FromPort: from = -1, ToPort: to = -1 } = rule;
  const peer = rule.CidrIpv4 ?? rule.CidrIpv6 ?? rule.ReferencedGroupInfo?.GroupId ?? rule.PrefixListId ?? '';
  return protocol === '-1' ? { protocol, from: -1, to: -1, peer } : { protocol, from, to, peer };
}

const isEmpty = (rules: Value<readonly Rule[]>): boolean => isKnown(rules) && rules.length === 0;

export const ec2SecurityGroupRuleLive = defineLive<SecurityGroupState>({
  kind: ec2SecurityGroupRule,
  open(sdk) {
    const ec2 = new EC2Client(sdk('ec2'));
    return {
      async read(id, declared) {
        // A rule of a group of ours is declared as nothing by itself: it is read and put back with its group.
        const withItsGroup = declared !== undefined && isEmpty(declared.ingress) && isEmpty(declared.egress);
        // CloudFormation's id of an older one does not say which rule it is.
        if (withItsGroup || !id.startsWith('sgr-')) return declared;
        const request = new DescribeSecurityGroupRulesCommand({ SecurityGroupRuleIds: [id] });
        const found = await ec2.send(request).catch(ifAbsent('InvalidSecurityGroupRuleId.NotFound'));
        const rule = found?.SecurityGroupRules?.[0];
        if (!rule) return undefined;
        return { id, ingress: rule.IsEgress ? [] : [ruleOf(rule)], egress: rule.IsEgress ? [ruleOf(rule)] : [] };
      },
      puts: {},
    };
  },
});
