/** A configuration text to a configuration, or to its problems. Pure. */
import { distance } from 'fastest-levenshtein';
import { type Document, isMap, isNode, isPair, isScalar, type LineCounter } from 'yaml';
import type { z } from 'zod';
import type { ConfigProblem } from '../errors';
import { emptyFile, readYaml } from './read-yaml';
import { crossFieldProblems } from './rules';
import { type Config, configSchema } from './schema';

export type ParseResult =
  | { readonly config: Config; readonly problems?: undefined }
  | { readonly problems: readonly ConfigProblem[] };

type Path = readonly (string | number)[];
type Issue = z.core.$ZodIssue;

/** Characters that JSON leaves as they are, though a terminal obeys them. */
const obeyed = /[\u007F-\u009F\u202A-\u202E\u2066-\u2069]/gu;
const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;

/** Text of a value for a message: short, on one line, and harmless to a terminal. */
function show(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'number') return String(value);
  const text = (JSON.stringify(value) ?? String(value)).replace(obeyed, escaped);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

/** The candidate nearest to what was written, where it is near enough to be a slip of the pen. */
export function nearest(written: string, candidates: readonly string[]): string | undefined {
  const ranked = candidates
    .map((candidate) => ({ candidate, far: distance(written.toLowerCase(), candidate.toLowerCase()) }))
    .sort((a, b) => a.far - b.far);
  const best = ranked[0];
  return best && best.far <= Math.max(2, Math.floor(written.length / 3)) ? best.candidate : undefined;
}

/** Where a path stands in the file; the nearest parent that does where the path itself is absent. */
function locate(
  document: Document,
  lines: LineCounter,
  path: Path,
  key?: string,
): Pick<ConfigProblem, 'line' | 'column'> {
  for (let length = path.length; length >= 0; length -= 1) {
    const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    if (!isNode(node) || !node.range) continue;
    const pair =
      key !== undefined && isMap(node)
        ? node.items.find((item) => isPair(item) && isScalar(item.key) && String(item.key.value) === key)
        : undefined;
    const start = pair && isScalar(pair.key) && pair.key.range ? pair.key.range[0] : node.range[0];
    const { line, col } = lines.linePos(start);
    return { line, column: col };
  }
  return {};
}

/** The keys that a schema allows at a path, for suggestions. */
function keysAt(path: Path): readonly string[] {
  let node: unknown = configSchema;
  for (const step of [...path, undefined]) {
    while (node && typeof node === 'object' && 'def' in node) {
      const def = node.def as { innerType?: unknown; type: string; in?: unknown };
      if (def.innerType === undefined) break;
      node = def.innerType;
    }
    if (step === undefined) break;
    const def = (node as { def?: { shape?: Record<string, unknown>; element?: unknown } }).def;
    node = typeof step === 'number' ? def?.element : def?.shape?.[step];
  }
  const shape = (node as { def?: { shape?: Record<string, unknown> } } | undefined)?.def?.shape;
  return shape ? Object.keys(shape) : [];
}

function allowedBy(issue: Issue): string {
  if (issue.code === 'invalid_value') return issue.values.map((value) => String(value)).join(', ');
  if (issue.code === 'invalid_type') return `${/^[aeiou]/.test(issue.expected) ? 'an' : 'a'} ${issue.expected}`;
  return issue.message;
}

function problemsOf(issue: Issue, document: Document, lines: LineCounter, data: unknown): readonly ConfigProblem[] {
  const path = issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step));
  if (issue.code === 'unrecognized_keys') {
    const known = keysAt(path);
    return issue.keys.map((key) => ({
      path: [...path, key].join('.'),
      ...locate(document, lines, path, key),
      given: `the unknown key ${show(key)}`,
      allowed: known.join(', '),
      suggestion: nearest(key, known),
    }));
  }
  const given = path.reduce<unknown>(
    (node, step) =>
      typeof node === 'object' && node !== null ? (node as Record<string | number, unknown>)[step] : undefined,
    data,
  );
  const candidates = issue.code === 'invalid_value' ? issue.values.map(String) : [];
  const quoted =
    typeof given === 'number' && issue.code === 'invalid_type' && issue.expected === 'string'
      ? ': put it in quotes'
      : '';
  return [
    {
      path: path.join('.'),
      ...locate(document, lines, path),
      given: show(given),
      allowed: `${allowedBy(issue)}${quoted}`,
      suggestion: typeof given === 'string' && candidates.length > 0 ? nearest(given, candidates) : undefined,
    },
  ];
}

/** Parses and validates a configuration text. All problems are returned at once. */
export function parseConfig(text: string, today: Date): ParseResult {
  const yaml = readYaml(text);
  if ('problems' in yaml) return yaml;
  if (yaml.data === null || yaml.data === undefined) return emptyFile;
  const parsed = configSchema.safeParse(yaml.data);
  if (!parsed.success)
    return {
      problems: parsed.error.issues.flatMap((issue) => problemsOf(issue, yaml.document, yaml.lines, yaml.data)),
    };
  const problems = crossFieldProblems(parsed.data, today).map(({ path, ...problem }) => ({
    path: path.join('.'),
    ...locate(yaml.document, yaml.lines, path),
    ...problem,
  }));
  return problems.length > 0 ? { problems } : { config: parsed.data };
}
