/**
 * Policy variables: `${aws:PrincipalTag/practice}` and the like, replaced by the request's values.
 *
 * IAM User Guide, "IAM policy elements: Variables and tags".
 */
import { type Context, factOf } from './context';
import { escaped, hole } from './text';

/** A text after replacement. */
export interface Replaced {
  readonly text: string;
  /** Whether every value is there; where not, the text holds at best for some value. */
  readonly certain: boolean;
}

const variable = /\$\{([^}]*)\}/g;

/** `${*}`, `${?}` and `${$}` are the characters themselves. */
const characters: Readonly<Record<string, string>> = { '*': escaped('*'), '?': escaped('?'), $: '$' };

/**
 * @returns undefined where a variable has no value and no default: "there is no equal or like value", so nothing matches
 */
export function replaceVariables(text: string, context: Context): Replaced | undefined {
  if (!text.includes('${')) return { text, certain: true };
  let certain = true;
  let missing = false;
  const replaced = text.replace(variable, (_whole, inner: string) => {
    const character = characters[inner];
    if (character !== undefined) return character;
    const [, key = inner, fallback] = /^([^,]*?)\s*(?:,\s*'((?:[^']|'')*)')?$/.exec(inner) ?? [];
    const fact = factOf(context, key.trim());
    // A key with several values cannot be a variable: the guide names no outcome.
    if (typeof fact !== 'string' && fact.length === 1) return escaped(fact[0] ?? '');
    if (fact === 'absent' || fact.length === 0) {
      if (fallback !== undefined) return escaped(fallback.replaceAll("''", "'"));
      missing = true;
      return '';
    }
    certain = false;
    return hole('value', `\${${key.toLowerCase()}}`);
  });
  return missing ? undefined : { text: replaced, certain };
}
