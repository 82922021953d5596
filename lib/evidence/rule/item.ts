/** What an item of the Security Rule and a rule of AWS's conformance pack are, as data. */
import type { ItemId, Requirement } from '../../config/rule-items';

/**
 * Who answers for an item. `technical`: the blueprint enforces and tests it. `shared`: it does a part, and a process of the
 * practice completes it. `customer`: it is organisational. `inherited`: AWS provides it under its shared responsibility model.
 */
export type Responsibility = 'technical' | 'shared' | 'customer' | 'inherited';

/**
 * What an item asks for. Only a `mechanism` can be shown by mechanisms: a `process` is what people do and write down, however
 * well the mechanisms beside it work; what is AWS's is shown by AWS.
 */
export type RuleCore = 'mechanism' | 'process' | 'AWS';

/** One standard or implementation specification of 45 CFR 164.308 to 164.316, in our own words: the CFR is the authority. */
export interface RuleItem {
  readonly id: ItemId;
  readonly title: string;
  readonly kind: 'standard' | 'specification';
  readonly requirement: Requirement;
  /** What it asks for, paraphrased. */
  readonly says: string;
  readonly responsibility: Responsibility;
  /** The standard that a specification belongs to. */
  readonly parent?: ItemId;
}

/** What is written down of an item; whether it is addressable stands with its id. */
export type RuleText = Omit<RuleItem, 'requirement'>;

/** One rule of AWS's conformance pack "Operational Best Practices for HIPAA Security". */
export interface PackRule {
  readonly name: string;
  /** AWS's identifier of the managed rule; the process check has none. */
  readonly identifier?: string;
  /** The rule of cdk-nag's HIPAA pack that asks the same at synth, for example `HIPAA.Security-DynamoDBPITREnabled`. */
  readonly nag?: string;
  /** Paragraphs of 45 CFR; empty where no source cites one. */
  readonly hipaa: readonly string[];
}
