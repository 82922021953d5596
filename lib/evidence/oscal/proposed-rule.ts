/**
 * What the proposed rule of 6 January 2025 would add to the items of today (RIN 0945-AA22, 90 FR 898), in our own words.
 *
 * It is a proposal. No final rule was found on 23 November 2026; look again before each release. Nothing here is law.
 */
import type { ItemId } from '../../config/rule-items';

/** One proposal, at the item of today that is nearest to it. */
export interface Proposal {
  readonly item: ItemId;
  /** Where the proposed text has it; absent where it is not of one paragraph. */
  readonly cite?: string;
  readonly says: string;
  /** Numbers in it, by a name that says their unit. */
  readonly figures?: Readonly<Record<string, number>>;
  /** `found`: a published summary says it. `recalled`: from knowledge of the proposal, not read again in its text. */
  readonly confidence: 'found' | 'recalled';
}

export const proposalLookedUp = '2026-11-23';

export const proposals: readonly Proposal[] = [
  {
    item: '164.308(a)(1)(i)',
    cite: '164.308(a)(1)',
    says: 'Keep a written inventory of technology assets and a map of how ePHI moves among them; renew both every 12 months and on change.',
    figures: { 'inventory-days': 365 },
    confidence: 'found',
  },
  {
    item: '164.308(a)(1)(ii)(A)',
    cite: '164.308(a)(2)',
    says: 'Write the risk analysis down, from the inventory and the map; look at it again every 12 months.',
    figures: { 'analysis-days': 365 },
    confidence: 'found',
  },
  {
    item: '164.308(a)(8)',
    cite: '164.308(a)(3)',
    says: 'Evaluate a change of environment or operations before it is made.',
    confidence: 'recalled',
  },
  {
    item: '164.308(a)(1)(ii)(B)',
    cite: '164.308(a)(4)',
    says: 'Install patches for critical risks within 15 calendar days.',
    figures: { 'critical-patch-days': 15 },
    confidence: 'found',
  },
  {
    item: '164.308(a)(1)(ii)(B)',
    cite: '164.308(a)(4)',
    says: 'Install patches for high risks within 30 calendar days.',
    figures: { 'high-patch-days': 30 },
    confidence: 'recalled',
  },
  {
    item: '164.308(a)(1)(ii)(B)',
    cite: '164.308(a)(5)',
    says: 'Keep a written plan for managing risks; look at it again every 12 months.',
    figures: { 'plan-days': 365 },
    confidence: 'recalled',
  },
  {
    item: '164.308(a)(1)(ii)(C)',
    cite: '164.308(a)(6)',
    says: 'Look at the sanction policy again every 12 months.',
    figures: { 'policy-days': 365 },
    confidence: 'recalled',
  },
  {
    item: '164.308(a)(1)(ii)(D)',
    cite: '164.308(a)(7)',
    says: 'Respond to suspicious activity that a review finds; test the procedures every 12 months.',
    figures: { 'test-days': 365 },
    confidence: 'recalled',
  },
  {
    item: '164.308(a)(3)(ii)(C)',
    cite: '164.308(a)(9)',
    says: 'End access within 1 hour of the end of employment, and tell other entities of changed access to their systems within 24 hours.',
    figures: { 'termination-hours': 1, 'notice-hours': 24 },
    confidence: 'found',
  },
  {
    item: '164.308(a)(4)(i)',
    cite: '164.308(a)(10)',
    says: 'Write down how access is managed, authentication and network segmentation with it.',
    confidence: 'recalled',
  },
  {
    item: '164.308(a)(5)(i)',
    cite: '164.308(a)(11)',
    says: 'Train within 30 days of first access, and again every 12 months.',
    figures: { 'first-training-days': 30, 'training-days': 365 },
    confidence: 'recalled',
  },
  {
    item: '164.308(a)(6)(i)',
    cite: '164.308(a)(12)',
    says: 'Keep a written plan for responding to incidents, and test it every 12 months.',
    figures: { 'test-days': 365 },
    confidence: 'found',
  },
  {
    item: '164.308(a)(7)(i)',
    cite: '164.308(a)(13)',
    says: 'Restore critical systems and data within 72 hours; test the plan every 12 months.',
    figures: { 'restore-hours': 72, 'test-days': 365 },
    confidence: 'found',
  },
  {
    item: '164.308(a)(8)',
    cite: '164.308(a)(14)',
    says: 'Audit against each standard and specification every 12 months.',
    figures: { 'audit-days': 365 },
    confidence: 'found',
  },
  {
    item: '164.308(b)(1)',
    cite: '164.308(b)',
    says: 'Have business associates show, by a written analysis and certification every 12 months, that their technical safeguards are deployed.',
    figures: { 'verification-days': 365 },
    confidence: 'found',
  },
  {
    item: '164.310(a)(1)',
    cite: '164.310',
    says: 'Write physical safeguards down, for technology assets too; look at them again and test them every 12 months.',
    figures: { 'test-days': 365 },
    confidence: 'recalled',
  },
  {
    item: '164.312(a)(1)',
    cite: '164.312(a)',
    says: 'Segment networks.',
    confidence: 'found',
  },
  {
    item: '164.312(a)(1)',
    cite: '164.312(a)',
    says: 'Give technology assets identities too, keep privileged ones apart, limit failed log-ins, and test all of it every 12 months.',
    figures: { 'test-days': 365 },
    confidence: 'recalled',
  },
  {
    item: '164.312(a)(2)(iv)',
    cite: '164.312(b)',
    says: 'Encrypt all ePHI at rest and on the way, but for a few documented exceptions with other measures in their place.',
    confidence: 'found',
  },
  {
    item: '164.308(a)(5)(ii)(B)',
    cite: '164.312(c)',
    says: 'Run protection against malicious software, remove software that is not needed, keep a secure baseline, and close network ports that are not needed.',
    confidence: 'found',
  },
  {
    item: '164.312(b)',
    cite: '164.312(d)',
    says: 'Watch activity as it happens, raise alarms, and keep records of all users and assets.',
    confidence: 'recalled',
  },
  {
    item: '164.312(c)(1)',
    cite: '164.312(e)',
    says: 'Test what protects integrity every 12 months.',
    figures: { 'test-days': 365 },
    confidence: 'recalled',
  },
  {
    item: '164.312(d)',
    cite: '164.312(f)',
    says: 'Use no default passwords, and more than one factor for access to relevant systems and for any change of privileges.',
    confidence: 'found',
  },
  {
    item: '164.312(e)(1)',
    cite: '164.312(g)',
    says: 'Test what protects transmission every 12 months.',
    figures: { 'test-days': 365 },
    confidence: 'recalled',
  },
  {
    item: '164.308(a)(8)',
    cite: '164.312(h)',
    says: 'Scan for vulnerabilities every 6 months, and have qualified people test by attack every 12 months.',
    figures: { 'scan-days': 183, 'attack-test-days': 365 },
    confidence: 'found',
  },
  {
    item: '164.308(a)(7)(ii)(A)',
    cite: '164.312(i)',
    says: 'Keep copies of ePHI that are no more than 48 hours older than what is in use.',
    figures: { 'copy-hours': 48 },
    confidence: 'found',
  },
  {
    item: '164.308(a)(7)(ii)(D)',
    cite: '164.312(i)',
    says: 'Raise an alarm on a failed backup, and test a restore each month.',
    figures: { 'restore-test-days': 31 },
    confidence: 'recalled',
  },
  {
    item: '164.308(a)(7)(ii)(B)',
    cite: '164.312(j)',
    says: 'Back relevant systems up, and test their recovery every 6 months.',
    figures: { 'test-days': 183 },
    confidence: 'recalled',
  },
  {
    item: '164.314(a)(2)(i)',
    cite: '164.314(a)',
    says: 'Have business associates tell of the activation of a contingency plan within 24 hours.',
    figures: { 'notice-hours': 24 },
    confidence: 'found',
  },
  {
    item: '164.316(b)(2)(iii)',
    says: 'Write all policies, procedures, plans and analyses down, and look at them again every 12 months.',
    figures: { 'review-days': 365 },
    confidence: 'found',
  },
];
