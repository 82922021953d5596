/**
 * Which items of the HIPAA Security Rule there are, 45 CFR 164.308 to 164.316, and which of them are addressable: a practice
 * assesses those, 164.306(d)(3), and implements them, or records why not and what it does instead. They are not optional.
 *
 * A standard without specifications must itself be met. What each item says is in `lib/evidence/rule`.
 */

/** `R`: required. `A`: addressable. */
export type Requirement = 'R' | 'A';

export const ruleItems = {
  '164.308(a)(1)(i)': 'R',
  '164.308(a)(1)(ii)(A)': 'R',
  '164.308(a)(1)(ii)(B)': 'R',
  '164.308(a)(1)(ii)(C)': 'R',
  '164.308(a)(1)(ii)(D)': 'R',
  '164.308(a)(2)': 'R',
  '164.308(a)(3)(i)': 'R',
  '164.308(a)(3)(ii)(A)': 'A',
  '164.308(a)(3)(ii)(B)': 'A',
  '164.308(a)(3)(ii)(C)': 'A',
  '164.308(a)(4)(i)': 'R',
  '164.308(a)(4)(ii)(A)': 'R',
  '164.308(a)(4)(ii)(B)': 'A',
  '164.308(a)(4)(ii)(C)': 'A',
  '164.308(a)(5)(i)': 'R',
  '164.308(a)(5)(ii)(A)': 'A',
  '164.308(a)(5)(ii)(B)': 'A',
  '164.308(a)(5)(ii)(C)': 'A',
  '164.308(a)(5)(ii)(D)': 'A',
  '164.308(a)(6)(i)': 'R',
  '164.308(a)(6)(ii)': 'R',
  '164.308(a)(7)(i)': 'R',
  '164.308(a)(7)(ii)(A)': 'R',
  '164.308(a)(7)(ii)(B)': 'R',
  '164.308(a)(7)(ii)(C)': 'R',
  '164.308(a)(7)(ii)(D)': 'A',
  '164.308(a)(7)(ii)(E)': 'A',
  '164.308(a)(8)': 'R',
  '164.308(b)(1)': 'R',
  '164.308(b)(2)': 'R',
  '164.308(b)(3)': 'R',
  '164.310(a)(1)': 'R',
  '164.310(a)(2)(i)': 'A',
  '164.310(a)(2)(ii)': 'A',
  '164.310(a)(2)(iii)': 'A',
  '164.310(a)(2)(iv)': 'A',
  '164.310(b)': 'R',
  '164.310(c)': 'R',
  '164.310(d)(1)': 'R',
  '164.310(d)(2)(i)': 'R',
  '164.310(d)(2)(ii)': 'R',
  '164.310(d)(2)(iii)': 'A',
  '164.310(d)(2)(iv)': 'A',
  '164.312(a)(1)': 'R',
  '164.312(a)(2)(i)': 'R',
  '164.312(a)(2)(ii)': 'R',
  '164.312(a)(2)(iii)': 'A',
  '164.312(a)(2)(iv)': 'A',
  '164.312(b)': 'R',
  '164.312(c)(1)': 'R',
  '164.312(c)(2)': 'A',
  '164.312(d)': 'R',
  '164.312(e)(1)': 'R',
  '164.312(e)(2)(i)': 'A',
  '164.312(e)(2)(ii)': 'A',
  '164.314(a)(1)': 'R',
  '164.314(a)(2)(i)': 'R',
  '164.314(a)(2)(ii)': 'R',
  '164.314(a)(2)(iii)': 'R',
  '164.314(b)(1)': 'R',
  '164.314(b)(2)': 'R',
  '164.316(a)': 'R',
  '164.316(b)(1)': 'R',
  '164.316(b)(2)(i)': 'R',
  '164.316(b)(2)(ii)': 'R',
  '164.316(b)(2)(iii)': 'R',
} as const satisfies Readonly<Record<string, Requirement>>;

/** A paragraph of the Security Rule that is an item of its own, for example `164.312(a)(2)(iv)`. */
export type ItemId = keyof typeof ruleItems;

/** In the order of the rule. */
export const itemIds = Object.keys(ruleItems) as readonly ItemId[];

export const isItemId = (text: string): text is ItemId => Object.hasOwn(ruleItems, text);

export const addressableItems: readonly ItemId[] = itemIds.filter((id) => ruleItems[id] === 'A');
