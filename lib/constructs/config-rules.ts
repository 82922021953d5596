/** AWS's managed Config rules, made from data. */
import type { CfnResource } from 'aws-cdk-lib';
import { CfnConfigRule } from 'aws-cdk-lib/aws-config';
import { Construct } from 'constructs';
import { SafeguardError } from '../errors';
import type { ManagedRule } from '../resources/managed-rule';

export interface ConfigRulesProps {
  /** Starts the rules' names. */
  readonly name: string;
  readonly rules: readonly ManagedRule[];
  /** Recorder and channel: AWS refuses a rule where nothing records. @default they exist already */
  readonly after?: readonly CfnResource[];
  /** Types that the recorder records. @default all */
  readonly recorded?: readonly string[];
}

const identifierOf = ({ identifier, name }: ManagedRule): string => identifier ?? name.toUpperCase().replace(/-/g, '_');

/** Regular evaluation of what is, against AWS's own rules. 45 CFR 164.308(a)(8), 164.308(a)(1)(ii)(D). */
export class ConfigRules extends Construct {
  constructor(scope: Construct, id: string, { after = [], name, recorded, rules }: ConfigRulesProps) {
    super(scope, id);
    for (const rule of rules) {
      const unseen = recorded ? (rule.types ?? []).filter((type) => !recorded.includes(type)) : [];
      if (unseen.length > 0) {
        throw new SafeguardError(
          `${this.node.path}/${rule.name}`,
          `a rule on ${unseen.join(', ')}, which nothing records`,
          'types that the recorder records',
          'Add the type to lib/config/guarded-types.ts.',
        );
      }
      const made = new CfnConfigRule(this, rule.name, {
        configRuleName: `${name}-${rule.name}`,
        source: { owner: 'AWS', sourceIdentifier: identifierOf(rule) },
        ...(rule.types ? { scope: { complianceResourceTypes: [...rule.types] } } : {}),
        ...(rule.tag ? { scope: { tagKey: rule.tag.key, tagValue: rule.tag.value } } : {}),
        inputParameters: rule.parameters,
      });
      for (const one of after) made.addResourceDependency(one);
    }
  }
}
