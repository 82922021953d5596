/** What any gate reports, in one shape. */

export type Pack =
  | 'asepsis'
  | 'hipaa-eligible'
  | 'cdk-nag HIPAA Security'
  | 'cdk-nag NIST 800-53 r5'
  | 'cdk-nag AwsSolutions'
  | 'cfn-guard'
  | 'acknowledgement';

/** One rule that one resource does not keep. */
export interface GateFinding {
  readonly pack: Pack;
  /** Control id, or the vendor's rule id with its finding in brackets. */
  readonly rule: string;
  /** Construct path of the resource. */
  readonly path: string;
  /** What is wrong, in a sentence. */
  readonly message: string;
  /** Paragraphs of 45 CFR; empty where the rule cites none. */
  readonly hipaa: readonly string[];
  /** How to mend it. */
  readonly remedy: string;
  /** `file:line` of the code that made the resource, where it is known. */
  readonly source?: string;
}

/**
 * Packs that do not run at every synth, with the form of their rule ids. An exception for one is judged only where its
 * pack ran: elsewhere nothing could match it.
 */
const occasional: readonly (readonly [Pack, RegExp])[] = [['cfn-guard', /^[a-z0-9]+(_[a-z0-9]+)+$/]];

/** Whether findings under a rule can be there at all, given the packs that ran beside those of every synth. */
export const isJudgedBy = (rule: string, ran: readonly Pack[]): boolean =>
  occasional.every(([pack, form]) => !form.test(rule) || ran.includes(pack));

/** The rule without the finding in brackets: `AwsSolutions-IAM5[Resource::*]` is of `AwsSolutions-IAM5`. */
export const ruleFamily = (rule: string): string => rule.replace(/\[.*\]$/s, '');
