/**
 * Texts of which a part is not known: the id that AWS will give a key, the practice that a session may carry, the object
 * that is asked for. Such a part is a **hole**. A pattern matches a text with holes certainly, never, or perhaps.
 */
import type { Truth } from './truth';

/**
 * - `name`: the physical name of one resource, which no other has
 * - `uuid`: the same, in the form of a UUID, as KMS gives to keys
 * - `value`: some value, which is not empty
 */
type HoleKind = 'name' | 'uuid' | 'value';

const begin = '\uE000';
const end = '\uE001';
const literalStar = '\uE002';
const literalMark = '\uE003';
const many = '**';
const one = '??';

/**
 * @param id the same id is the same part, wherever it stands
 * @param never values that it does not have
 */
export function hole(kind: HoleKind, id: string, never: readonly string[] = []): string {
  const clean = id.replace(/[\uE000-\uE003!,*?]/g, '_');
  return `${begin}${kind[0]}:${clean}${never.length > 0 ? `!${never.join(',')}` : ''}${end}`;
}

export const hasHole = (text: string): boolean => text.includes(begin);

/** What stands between colons; one inside of a hole, whose name may be an ARN, separates nothing. */
export const partsOf = (text: string): readonly string[] => text.split(/:(?![^\uE000]*\uE001)/);

/** A value as a part of a pattern: its own `*` and `?` mean themselves. */
export const escaped = (value: string): string => value.replace(/\*/g, literalStar).replace(/\?/g, literalMark);

/** Holes as a person reads them: `<id>`. */
export const readable = (text: string): string =>
  text
    .replace(/\uE000.:([^!\uE001]*)(![^\uE001]*)?\uE001/g, '<$1>')
    .replaceAll(literalStar, '*')
    .replaceAll(literalMark, '?');

/** A text that a pattern matches: its wildcards filled with `filling`, one character. */
export const instanceOf = (pattern: string, filling = '0'): string =>
  pattern.replace(/[*?]/g, filling).replaceAll(literalStar, '*').replaceAll(literalMark, '?');

const uuidLengths = [8, 4, 4, 4, 12];

const taken: readonly Map<string, readonly string[]>[] = [new Map(), new Map()];

/** One character each; a hole is one atom, but for a UUID, of which each character is. */
function atomsOf(text: string, wildcards: boolean): readonly string[] {
  const known = taken[wildcards ? 1 : 0];
  const before = known?.get(text);
  if (before) return before;
  const atoms = takenApart(text, wildcards);
  known?.set(text, atoms);
  return atoms;
}

function takenApart(text: string, wildcards: boolean): readonly string[] {
  const atoms: string[] = [];
  for (const [piece = ''] of text.matchAll(/\uE000[^\uE001]*\uE001|[\s\S]/g)) {
    if (piece.startsWith(`${begin}u:`)) {
      const places = uuidLengths.map((length, part) =>
        Array.from({ length }, (_, index) => `${piece.slice(0, -1)}#${part}.${index}${end}`),
      );
      atoms.push(...places.flatMap((group, part) => (part === 0 ? group : ['-', ...group])));
    } else if (piece === literalStar) atoms.push('*');
    else if (piece === literalMark) atoms.push('?');
    else if (wildcards && piece === '*') atoms.push(many);
    else atoms.push(wildcards && piece === '?' ? one : piece);
  }
  return atoms;
}

const isHole = (atom: string): boolean => atom.startsWith(begin) && atom[1] !== 'u';
const isDigit = (atom: string): boolean => atom.startsWith(`${begin}u`);
const isLiteral = (atom: string): boolean => !atom.startsWith(begin) && atom !== many && atom !== one;
const isName = (atom: string): boolean => atom[1] === 'n';

const excluded = new Map<string, readonly string[]>();

/** Values that a hole does not have. */
function neverOf(holeAtom: string): readonly string[] {
  const known = excluded.get(holeAtom);
  if (known) return known;
  const never = /!([^\uE001]*)/.exec(holeAtom)?.[1]?.split(',') ?? [];
  excluded.set(holeAtom, never);
  return never;
}

function neverIs(holeAtom: string, segment: readonly string[]): boolean {
  const never = neverOf(holeAtom);
  return never.length > 0 && segment.every(isLiteral) && never.includes(segment.join(''));
}

/** Whether two atoms of one character each can be the same; `certainly` where they are. */
function sameCharacter(pattern: string, text: string, certainly: boolean): boolean {
  if (pattern === text) return true;
  if (pattern === one) return !isHole(text);
  if (certainly || (isDigit(pattern) && isDigit(text))) return false;
  const [digit, other] = isDigit(pattern) ? [pattern, text] : [text, pattern];
  return isDigit(digit) && /^[0-9a-f]$/.test(other);
}

/** Whether the pattern matches the text whatever the holes are (`certainly`), or for some filling of them. */
class Match {
  private readonly known = new Map<number, boolean>();

  constructor(
    private readonly pattern: readonly string[],
    private readonly text: readonly string[],
    private readonly certainly: boolean,
  ) {}

  from(i: number, j: number): boolean {
    const key = i * (this.text.length + 1) + j;
    const before = this.known.get(key);
    if (before !== undefined) return before;
    const found = this.compare(i, j);
    this.known.set(key, found);
    return found;
  }

  private compare(i: number, j: number): boolean {
    const [p, t] = [this.pattern[i], this.text[j]];
    if (p === undefined) return t === undefined;
    if (p === many) return this.from(i + 1, j) || (t !== undefined && this.from(i, j + 1));
    if (t === undefined) return false;
    if (p === t) return this.from(i + 1, j + 1);
    if (!this.certainly && isHole(p)) return this.fillPattern(i, j, p, t);
    if (!this.certainly && isHole(t)) return this.fillText(i, j, t);
    return sameCharacter(p, t, this.certainly) && this.from(i + 1, j + 1);
  }

  /** The names of two resources differ; any other hole may be any run of the text. */
  private fillPattern(i: number, j: number, p: string, t: string): boolean {
    if (isName(p) && isHole(t) && isName(t)) return false;
    for (let k = j + 1; k <= this.text.length; k++)
      if (!neverIs(p, this.text.slice(j, k)) && this.from(i + 1, k)) return true;
    return false;
  }

  private fillText(i: number, j: number, t: string): boolean {
    for (let k = i + 1; k <= this.pattern.length; k++)
      if (!neverIs(t, this.pattern.slice(i, k)) && this.from(k, j + 1)) return true;
    return false;
  }
}

const expressions = new Map<string, RegExp>();

function expressionOf(pattern: string): RegExp {
  const known = expressions.get(pattern);
  if (known) return known;
  const source = atomsOf(pattern, true)
    .map((atom) =>
      atom === many ? '[\\s\\S]*' : atom === one ? '[\\s\\S]' : atom.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'),
    )
    .join('');
  const made = new RegExp(`^${source}$`);
  expressions.set(pattern, made);
  return made;
}

/** By pattern and text: with wildcards, and without. */
const compared: readonly Map<string, Map<string, Truth>>[] = [new Map(), new Map()];

function comparedWith(pattern: string, wildcards: boolean): Map<string, Truth> {
  const all = compared[wildcards ? 1 : 0];
  const known = all?.get(pattern);
  if (known) return known;
  const fresh = new Map<string, Truth>();
  all?.set(pattern, fresh);
  return fresh;
}

function compareHoles(pattern: string, text: string, wildcards: boolean): Truth {
  const known = comparedWith(pattern, wildcards);
  const before = known.get(text);
  if (before) return before;
  const [p, t] = [atomsOf(pattern, wildcards), atomsOf(text, false)];
  const found = new Match(p, t, true).from(0, 0) ? 'yes' : new Match(p, t, false).from(0, 0) ? 'maybe' : 'no';
  known.set(text, found);
  return found;
}

/** Whether a pattern with `*` and `?` matches a text. */
export function matches(pattern: string, text: string): Truth {
  if (pattern === '*') return 'yes';
  if (hasHole(pattern) || hasHole(text)) return compareHoles(pattern, text, true);
  return expressionOf(pattern).test(text) ? 'yes' : 'no';
}

const isPlain = (pattern: string): boolean => !pattern.includes(literalStar) && !pattern.includes(literalMark);

/** Whether two texts are the same; no wildcards. */
export function equals(pattern: string, text: string): Truth {
  if (hasHole(pattern) || hasHole(text)) return compareHoles(pattern, text, false);
  const meant = isPlain(pattern) ? pattern : pattern.replaceAll(literalStar, '*').replaceAll(literalMark, '?');
  return meant === text ? 'yes' : 'no';
}
