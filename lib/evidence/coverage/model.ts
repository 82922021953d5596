/**
 * Coverage: what answers each item of the Security Rule and each rule of AWS's conformance pack, where to look, and how far
 * that is shown. Plain data. It says what is designed, deployed or operating; it never says that anybody complies.
 */
import type { ItemId } from '../../config/rule-items';
import type { Config } from '../../config/schema';
import type { Citation, Fix, Severity } from '../../controls/control';
import type { DeployedFacts, DrilledControl, Origin } from '../facts';
import type { Sample } from '../operation/samples';
import type { PackRule, RuleCore, RuleItem } from '../rule/item';

/** How an item is answered. Several may hold; `not covered` stands alone. */
export type Answer =
  | 'at synth'
  | 'at run time'
  | 'inherited from AWS'
  | "the practice's own process"
  | 'not applicable'
  | 'no such resource here'
  | 'not covered';

/** Where a reader looks. */
export interface Place {
  readonly kind:
    | 'control'
    | 'gate rule'
    | 'config rule'
    | 'file in the repository'
    | 'file in the bundle'
    | 'configuration'
    | 'AWS Artifact'
    | 'kept by the practice';
  /** Control id, rule id, path, configuration key, or the document's name. */
  readonly name: string;
  /** What is found there, where the name does not say it. */
  readonly note?: string;
}

/**
 * How far something is shown. `designed`: in the template, at least one resource was evaluated. `deployed`: read back as
 * declared, each resource. `operating`: broken in a drill or in operation, noticed, and put right or, where a person must
 * decide, told; or sampled over a period.
 */
export type Level = 'designed' | 'deployed' | 'operating';

/** What followed a break: `told` leaves it as it is, and a person decides. */
export type Response = 'put right' | 'told' | 'put right or told';

export interface Standing {
  readonly level: Level;
  /** ISO 8601: when. */
  readonly at: string;
  /** Where it was read back, drilled or sampled: an emulator is not AWS. Absent for what is designed. */
  readonly where?: DeployedFacts['where'];
  /** Only of what is operating by a break. */
  readonly response?: Response;
  /** In a sentence, with counts: "14 controls: 12 deployed, 2 designed". */
  readonly shownBy: string;
}

/** One control over this deployment. In the order of the registry. */
export interface ControlCoverage {
  readonly id: string;
  readonly title: string;
  readonly hipaa: readonly Citation[];
  readonly severity: Severity;
  readonly configRule?: string;
  readonly fix: Fix;
  /** Declared resources that it concerns. */
  readonly resources: readonly Origin[];
  /** How many resources of its kind are declared that it does not concern: they show nothing of it. */
  readonly notConcerned: number;
  /** Whether it is about what must not exist, or what no template declares: then events and sweeps make it look. */
  readonly undeclared: boolean;
  /** Whether the gate evaluates it: on its resources, or in order to refuse any. */
  readonly atSynth: boolean;
  /** @default it concerns nothing in this deployment, or nothing was shown of it */
  readonly standing?: Standing;
  /** How many of its resources, but for those that an exception covers, were read back as declared where it looks. */
  readonly asDeclared: number;
  /** How many were read back otherwise than declared. */
  readonly deviating: number;
  /** Values that it cannot decide without and that could not be compared, each in a sentence: neither as declared nor otherwise. */
  readonly undecided: readonly string[];
  /** How many fall short of it by an exception in force. */
  readonly excepted: number;
  /** What keeps it from standing higher, each in a sentence. */
  readonly gaps: readonly string[];
  readonly drilled: readonly DrilledControl[];
  /** What records of drift show. @default no increment holds one that tells anything of it */
  readonly sampled?: Sample;
}

/** One decision of the practice, from the configuration. */
export type AddressableDecision = Config['compliance']['addressable'][number];

/** A decision, written out for who has to make it. */
export type AddressableProposal = Required<Pick<AddressableDecision, 'state' | 'rationale'>> &
  Pick<AddressableDecision, 'alternative'>;

/** States of an addressable item, 45 CFR 164.306(d)(3). */
export interface AddressableCoverage {
  /** `undecided`: the blueprint alone does not implement it, and the configuration holds no decision. */
  readonly state: 'implemented' | 'alternative' | 'not applicable' | 'undecided';
  /** `the blueprint`: it is implemented by controls, and the practice decided nothing else. */
  readonly decidedBy: 'the practice' | 'the blueprint' | 'nobody';
  readonly decision?: AddressableDecision;
  /** What the practice may adopt: a proposal decides nothing. @default nothing is proposed, or it is decided */
  readonly proposal?: AddressableProposal;
  /** Whether its next review is past. */
  readonly overdue: boolean;
}

/** What an item asks for, or that it concerns nobody here. */
export type Core = RuleCore | 'not applicable';

/** One of the 66 items. In the order of the rule. */
export interface ItemCoverage {
  readonly item: RuleItem;
  readonly core: Core;
  readonly answers: readonly Answer[];
  readonly places: readonly Place[];
  /** Ids of the controls that cite it. */
  readonly controls: readonly string[];
  /** What the practice does itself, in a sentence. */
  readonly practice?: string;
  /** What nothing here answers, in a sentence: it may stand beside answers to the rest. */
  readonly open?: string;
  /** How far its mechanisms are shown. Only where its core is one. @default nothing technical shows it */
  readonly standing?: Standing;
  /** How far the mechanisms are shown that help where the core is none: it is no standing of the item. */
  readonly support?: Standing;
  /** Why it concerns nobody here. */
  readonly notApplicable?: string;
  /** Ids of its controls that fall short: by an exception in force, read back otherwise, in a drill or in operation. */
  readonly short: readonly string[];
  /** Only where the item is addressable. */
  readonly addressable?: AddressableCoverage;
}

/** One of the 130 rules of the conformance pack. In the order of the pack. */
export interface PackRuleCoverage {
  readonly rule: PackRule;
  readonly answers: readonly Answer[];
  readonly places: readonly Place[];
  readonly controls: readonly string[];
  /** Why it is not one of our Config rules, where it is not. */
  readonly reason?: string;
  /** How what is done here differs from AWS's rule, each in a sentence. */
  readonly differs: readonly string[];
  readonly standing?: Standing;
}

export interface Coverage {
  readonly items: readonly ItemCoverage[];
  readonly packRules: readonly PackRuleCoverage[];
  readonly controls: readonly ControlCoverage[];
}

/** The items by their paragraph. */
export const itemsById = ({ items }: Coverage): ReadonlyMap<ItemId, ItemCoverage> =>
  new Map(items.map((covered) => [covered.item.id, covered]));
