/** A configuration text to a configuration, or to its problems. Pure. */
import { distance } from 'fastest-levenshtein';
import { type Document, isMap, isNode, isPair, isScalar, LineCounter, parseAllDocuments, visit } from 'yaml';
import type { z } from 'zod';
import type { ConfigProblem } from '../errors';
import { crossFieldProblems } from './rules';
import { type Config, configSchema } from './schema';

export type ParseResult =
  | { readonly config: Config; readonly problems?: undefined }
  | { readonly problems: readonly ConfigProblem[] };

type Path = readonly (string | number)[];
type Issue = z.core.$ZodIssue;

/** Text of a value for a message: short, and on one line. */
function show(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value) ?? String(value);
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

const yamlProblem = (line: number, column: number, given: string): ConfigProblem => ({
  path: '',
  line,
  column,
  given,
  allowed: 'well-formed YAML',
});

/** An anchor that contains a reference to itself never ends. */
function cycleIn(document: Document): string | undefined {
  let cycle: string | undefined;
  visit(document, {
    Alias(_key, alias, ancestors) {
      if (ancestors.some((ancestor) => isNode(ancestor) && 'anchor' in ancestor && ancestor.anchor === alias.source)) {
        cycle = alias.source;
        return visit.BREAK;
      }
      return undefined;
    },
  });
  return cycle;
}

function readYaml(
  text: string,
):
  | { readonly document: Document; readonly lines: LineCounter; readonly data: unknown }
  | { readonly problems: readonly ConfigProblem[] } {
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  const [document, second] = Array.isArray(documents) ? documents : [];
  if (!document)
    return { problems: [{ path: '', given: 'an empty file', allowed: 'a deployment; `asepsis init` writes one' }] };
  if (second) return { problems: [{ path: '', given: 'more than one YAML document', allowed: 'one' }] };
  if (document.errors.length > 0) {
    return {
      problems: document.errors.map((error) => {
        const { line, col } = lines.linePos(error.pos[0]);
        return yamlProblem(line, col, error.message);
      }),
    };
  }
  const cycle = cycleIn(document);
  if (cycle !== undefined)
    return {
      problems: [{ path: '', given: `the anchor ${cycle}, which contains itself`, allowed: 'anchors without cycles' }],
    };
  try {
    return { document, lines, data: document.toJS({ maxAliasCount: 100 }) };
  } catch (error) {
    return {
      problems: [
        { path: '', given: error instanceof Error ? error.message : String(error), allowed: 'at most 100 aliases' },
      ],
    };
  }
}

/** Parses and validates a configuration text. All problems are returned at once. */
export function parseConfig(text: string, today: Date): ParseResult {
  const yaml = readYaml(text);
  if ('problems' in yaml) return yaml;
  if (yaml.data === null || yaml.data === undefined)
    return { problems: [{ path: '', given: 'an empty file', allowed: 'a deployment; `asepsis init` writes one' }] };
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
