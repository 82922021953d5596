/** Security Hub, one per account and region, with its standards. */
import { defineKind } from './kind';
import { bool, str } from './read';
import { isUnknown, mark, type Unknown, type Value } from './value';

export interface HubState {
  readonly arn: Value<string>;
  /** Whether controls that AWS adds to a standard are on at once. */
  readonly autoEnableControls: Value<boolean>;
  /** `SECURITY_CONTROL` gives one finding a control, whatever the number of standards. */
  readonly findings: Value<string>;
  /** ARNs of enabled standards. */
  readonly standards: Value<readonly string[]>;
}

export const securityhubHub = defineKind<HubState>({
  name: 'securityhub.hub',
  types: ['AWS::SecurityHub::Hub'],
  owned: ['autoEnableControls', 'findings', 'standards'],
  read: ({ stack, logicalId, properties }, set) => {
    const arns = set
      .ofType('AWS::SecurityHub::Standard')
      .map((standard) => str(standard.properties, 'StandardsArn', ''));
    // Unless told not to, Security Hub enables its default standards by itself, and nobody can say which those are.
    const defaults = bool(properties, 'EnableDefaultStandards', true);
    return {
      arn: mark(stack, logicalId),
      autoEnableControls: bool(properties, 'AutoEnableControls', true),
      findings: str(properties, 'ControlFindingGenerator', 'SECURITY_CONTROL'),
      standards: isUnknown(defaults)
        ? defaults
        : (arns.find((arn): arn is Unknown => isUnknown(arn)) ?? [
            ...(defaults ? ['default'] : []),
            ...arns.filter((arn): arn is string => !isUnknown(arn)),
          ]),
    };
  },
});
