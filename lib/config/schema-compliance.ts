/**
 * The practice's decisions on addressable items, 45 CFR 164.306(d)(3): implemented, an equivalent alternative with its
 * rationale, or not applicable with its rationale; who approved it, and when it is looked at again.
 */
import { z } from 'zod';
import { plainText } from './plain-text';
import { addressableItems, type ItemId, isItemId, ruleItems } from './rule-items';

const item = z
  .string()
  .refine(isItemId, `an addressable item of the Security Rule, for example ${addressableItems[0]}`)
  .refine((id) => !isItemId(id) || ruleItems[id] === 'A', 'an addressable item: this one is required, and is met')
  .transform((id) => id as ItemId)
  // Editors complete what is allowed; whether it is, is said above.
  .meta({ description: 'The paragraph of 45 CFR, for example 164.312(a)(2)(iii).', enum: [...addressableItems] });

/** Checks that look at several keys run beside those of each key, so that all problems are told at once. */
const always = { when: () => true };

type Given = Readonly<Record<string, unknown>>;

const decisionSchema = z
  .strictObject({
    item,
    state: z
      .enum(['implemented', 'alternative', 'not applicable'])
      .describe('What was decided: to implement it, to do something equivalent instead, or neither.'),
    rationale: plainText(1000, 20)
      .optional()
      .describe('Why it is not reasonable and appropriate here. Required unless the state is implemented.'),
    alternative: plainText(1000, 20)
      .optional()
      .describe('The equivalent measure. Required where the state is alternative, and only there.'),
    approver: plainText(120, 2).describe('Who decided.'),
    reviewed: z.iso.date().describe('When it was decided or last looked at, as YYYY-MM-DD.'),
    nextReview: z.iso.date().describe('When it is looked at again, after reviewed. 45 CFR 164.316(b)(2)(iii).'),
  })
  .refine(({ rationale, state }: Given) => rationale !== undefined || state === 'implemented' || state === undefined, {
    ...always,
    path: ['rationale'],
    message: 'the reason, in writing, where the item is not implemented: 45 CFR 164.306(d)(3)(ii)(B)',
  })
  .refine(({ alternative, state }: Given) => alternative !== undefined || state !== 'alternative', {
    ...always,
    path: ['alternative'],
    message: 'the equivalent measure, where the state is alternative',
  })
  .refine(({ alternative, state }: Given) => alternative === undefined || state === 'alternative', {
    ...always,
    path: ['alternative'],
    message: 'nothing, unless the state is alternative',
  })
  .refine(({ nextReview, reviewed }: Given) => !(String(nextReview) <= String(reviewed)), {
    ...always,
    path: ['nextReview'],
    message: 'a day after reviewed',
  });

export const complianceSchema = z
  .strictObject({
    addressable: z
      .array(decisionSchema)
      .max(addressableItems.length)
      .default([])
      .describe('Decisions on addressable items, one an item.'),
  })
  .prefault({})
  .describe('What the practice decided where the Security Rule leaves it a decision.');
