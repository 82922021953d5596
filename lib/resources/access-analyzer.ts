/** An IAM Access Analyzer. */
import { defineKind } from './kind';
import { map, records, str } from './read';
import { mark, type Value } from './value';

export interface AnalyzerState {
  readonly arn: Value<string>;
  /** `ACCOUNT`, `ORGANIZATION`, or one of the unused and internal access types. */
  readonly type: Value<string>;
  /** Rules that archive findings before anybody sees them. */
  readonly archiveRules: Value<readonly string[]>;
}

export const accessAnalyzer = defineKind<AnalyzerState>({
  name: 'access-analyzer.analyzer',
  types: ['AWS::AccessAnalyzer::Analyzer'],
  owned: ['type', 'archiveRules'],
  read: ({ stack, logicalId, properties }) => ({
    arn: mark(stack, logicalId),
    type: str(properties, 'Type', 'ACCOUNT'),
    archiveRules: map(records(properties, 'ArchiveRules'), (rules) => rules.map((rule) => String(rule.RuleName))),
  }),
});
