/** The comparisons of condition operators, negation and sets aside. */
import { equals, hasHole, matches, partsOf } from './text';
import { both, type Truth, truthOf, unsure } from './truth';

/** Holds a request's value against one of a policy. */
export type Comparison = (actual: string, wanted: string) => Truth;

const literal =
  <T>(parse: (text: string) => T | undefined, compare: (actual: T, wanted: T) => boolean): Comparison =>
  (actual, wanted) => {
    if (hasHole(actual) || hasHole(wanted)) return 'maybe';
    const [left, right] = [parse(actual), parse(wanted)];
    return left === undefined || right === undefined ? 'no' : truthOf(compare(left, right));
  };

function numberOf(text: string): number | undefined {
  const value = Number(text);
  return text.trim() === '' || Number.isNaN(value) ? undefined : value;
}

/** ISO 8601, or seconds since 1970. */
function dateOf(text: string): number | undefined {
  const seconds = /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : Date.parse(text);
  return Number.isNaN(seconds) ? undefined : seconds;
}

interface Address {
  readonly bits: bigint;
  readonly width: number;
}

const fromGroups = (groups: readonly number[], size: number): Address => ({
  bits: groups.reduce((sum, group) => (sum << BigInt(size)) + BigInt(group), 0n),
  width: groups.length * size,
});

function addressOf(text: string): Address | undefined {
  if (/^\d+(\.\d+){3}$/.test(text)) {
    const groups = text.split('.').map(Number);
    return groups.every((group) => group <= 255) ? fromGroups(groups, 8) : undefined;
  }
  if (!/^[0-9a-f:]+$/i.test(text) || !text.includes(':')) return undefined;
  const [left = '', right] = text.split('::');
  const parse = (part: string) => (part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16)));
  const [head, tail] = [parse(left), parse(right ?? '')];
  const missing = 8 - head.length - tail.length;
  if (right === undefined ? missing !== 0 : missing < 0) return undefined;
  return fromGroups([...head, ...Array<number>(missing).fill(0), ...tail], 16);
}

/** Whether an address is in a CIDR block; a plain address is a block of one. */
function inBlock(actual: string, block: string): boolean {
  const [base = '', length] = block.split('/');
  const [address, start] = [addressOf(actual), addressOf(base)];
  if (!address || !start || address.width !== start.width) return false;
  const size = length === undefined ? start.width : Number(length);
  const shift = BigInt(Math.max(0, start.width - size));
  return address.bits >> shift === start.bits >> shift;
}

const parted = new Map<string, readonly string[]>();

/** Six parts, each matched apart; the last may hold colons. */
function arnParts(text: string): readonly string[] | undefined {
  const known = parted.get(text);
  if (known) return known;
  const parts = partsOf(text);
  if (parts.length < 6) return undefined;
  const found = [...parts.slice(0, 5), parts.slice(5).join(':')];
  parted.set(text, found);
  return found;
}

function arnLike(actual: string, wanted: string): Truth {
  const left = arnParts(actual);
  const right = arnParts(wanted);
  if (left && right) {
    let result: Truth = 'yes';
    for (let index = 0; index < right.length && result !== 'no'; index++)
      result = both(result, matches(right[index] ?? '', left[index] ?? ''));
    return result;
  }
  // What may turn out to be no ARN at all matches nothing for certain.
  if (hasHole(actual) || hasHole(wanted)) return wanted === actual ? 'yes' : unsure(matches(wanted, actual));
  return wanted === '*' ? truthOf(left !== undefined) : 'no';
}

const lower =
  (compare: Comparison): Comparison =>
  (actual, wanted) =>
    compare(actual.toLowerCase(), wanted.toLowerCase());

const number = (compare: (actual: number, wanted: number) => boolean) => literal(numberOf, compare);
const date = (compare: (actual: number, wanted: number) => boolean) => literal(dateOf, compare);
const text: Comparison = (actual, wanted) => equals(wanted, actual);

/**
 * By name in small letters. IAM User Guide, "IAM JSON policy elements: Condition operators": `ArnEquals` and `ArnLike`
 * behave identically.
 */
export const comparisons: Readonly<Record<string, Comparison>> = {
  stringequals: text,
  stringequalsignorecase: lower(text),
  stringlike: (actual, wanted) => matches(wanted, actual),
  numericequals: number((a, b) => a === b),
  numericlessthan: number((a, b) => a < b),
  numericlessthanequals: number((a, b) => a <= b),
  numericgreaterthan: number((a, b) => a > b),
  numericgreaterthanequals: number((a, b) => a >= b),
  dateequals: date((a, b) => a === b),
  datelessthan: date((a, b) => a < b),
  datelessthanequals: date((a, b) => a <= b),
  dategreaterthan: date((a, b) => a > b),
  dategreaterthanequals: date((a, b) => a >= b),
  bool: lower(text),
  binaryequals: text,
  ipaddress: (actual, wanted) => (hasHole(actual) || hasHole(wanted) ? 'maybe' : truthOf(inBlock(actual, wanted))),
  arnequals: arnLike,
  arnlike: arnLike,
};

/** Operators that hold where another does not. */
export const negations: Readonly<Record<string, string>> = {
  stringnotequals: 'stringequals',
  stringnotequalsignorecase: 'stringequalsignorecase',
  stringnotlike: 'stringlike',
  numericnotequals: 'numericequals',
  datenotequals: 'dateequals',
  notipaddress: 'ipaddress',
  arnnotequals: 'arnequals',
  arnnotlike: 'arnlike',
};
