/**
 * The practice's decisions on addressable items, 45 CFR 164.306(d)(3): implemented, an equivalent alternative with its
 * rationale, or not applicable with its rationale; who approved it, and when it is looked at again.
 */
import { z } from 'zod';
import { addressableItems, type ItemId, isItemId, ruleItems } from './rule-items';

/** Any script, on one line: no control characters, and none that turn the reading direction of what follows. */
const sentence = (min: number, max: number) =>
  z
    .string()
    .trim()
    .min(min)
    .max(max)
    .refine((value) => !/[\p{Cc}\u202A-\u202E\u2066-\u2069]/u.test(value), 'a text without control characters');

const item = z
  .string()
  .refine((id): id is ItemId => isItemId(id), `an item of the Security Rule such as ${addressableItems[0]}`)
  .refine((id) => !isItemId(id) || ruleItems[id] === 'A', 'an addressable item: a required one is met, not decided on')
  .describe('The paragraph of 45 CFR, for example 164.312(a)(2)(iii).');

export const addressableSchema = z.strictObject({
  item,
  state: z
    .enum(['implemented', 'alternative', 'not applicable'])
    .describe('What the practice decided: implement it, do something equivalent instead, or neither, with the reason.'),
  rationale: sentence(20, 1000)
    .optional()
    .describe('Why it is not reasonable and appropriate here. Required unless the state is implemented.'),
  alternative: sentence(20, 1000)
    .optional()
    .describe('The equivalent measure. Required where the state is alternative, refused elsewhere.'),
  approver: sentence(2, 120).describe('Who decided.'),
  reviewed: z.iso.date().describe('When it was decided or last looked at, as YYYY-MM-DD.'),
  nextReview: z.iso.date().describe('When it is looked at again. 45 CFR 164.316(b)(2)(iii).'),
});

export const complianceSchema = z
  .strictObject({
    addressable: z
      .array(addressableSchema)
      .max(addressableItems.length)
      .default([])
      .describe('Decisions on addressable items, one an item.'),
  })
  .prefault({})
  .describe('What the practice decided where the Security Rule leaves it a decision.');

/** One decision of the practice. */
export type AddressableDecision = z.output<typeof addressableSchema>;
