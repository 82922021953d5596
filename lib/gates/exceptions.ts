/**
 * Exceptions: what may fall short, where, why, by whose decision, and until when. Pure.
 *
 * An exception names one construct path. It covers a rule's findings there, or with brackets just one finding. It must
 * match in every tier that it names, so that it cannot outlive its reason.
 */
import { LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { type Config, tierSchema } from '../config/schema';
import { ConfigError, type ConfigProblem } from '../errors';
import { type GateFinding, isJudgedBy, type Pack, ruleFamily } from './finding';

const ruleSchema = z.string().min(3).describe('Control id or vendor rule id.');

const pathSchema = z
  .string()
  .regex(/^Asepsis\/[^*?]+$/, 'a construct path that starts with Asepsis/, without wildcards')
  .refine((path) => !/[{}]/.test(path.replaceAll('{practice}', '')), 'a path with {practice} as its only placeholder');

const oneOrMore = <T extends z.ZodType>(schema: T) => z.union([schema, z.array(schema).min(1)]);

/** One entry of the file. With lists it stands for each of its rules at each of its paths, and each must match. */
const entrySchema = z.strictObject({
  rule: oneOrMore(ruleSchema),
  tiers: z.array(tierSchema).min(1),
  needs: z
    .strictObject({ key: z.string().regex(/^\w+(\.\w+)*$/), is: z.union([z.string(), z.boolean()]) })
    .optional()
    .describe('Only where the configuration has this value at this key, or in the list there (by id or name).'),
  path: oneOrMore(pathSchema),
  reason: z.string().min(20, 'a reason that convinces an auditor'),
  owner: z.string().min(2),
  expires: z.iso.date(),
});

type Entry = z.output<typeof entrySchema>;

/** One exception: one rule at one path. */
export type Exception = Omit<Entry, 'rule' | 'path'> & { readonly rule: string; readonly path: string };

const expand = ({ path, rule, ...rest }: Entry): readonly Exception[] =>
  [rule].flat().flatMap((one) => [path].flat().map((place) => ({ ...rest, rule: one, path: place })));

/** Parses the exceptions file; all problems at once. @throws ConfigError */
export function parseExceptions(text: string, file: string): readonly Exception[] {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const place = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  if (document.errors.length > 0) {
    throw new ConfigError(
      file,
      document.errors.map((error) => ({
        path: '',
        ...place(error.pos[0]),
        given: error.message,
        allowed: 'well-formed YAML',
      })),
    );
  }
  const parsed = z.array(entrySchema).safeParse(document.toJS() ?? []);
  if (parsed.success) return parsed.data.flatMap(expand);
  throw new ConfigError(
    file,
    parsed.error.issues.map((issue): ConfigProblem => {
      const node =
        document.getIn(issue.path as (string | number)[], true) ??
        document.getIn(issue.path.slice(0, 1) as number[], true);
      const range =
        typeof node === 'object' && node !== null && 'range' in node ? (node.range as [number] | null) : null;
      return {
        path: issue.path.join('.'),
        ...(range ? place(range[0]) : {}),
        given: 'what stands there',
        allowed: issue.message,
      };
    }),
  );
}

/** An exception that is in force, for the report. */
export interface ExceptionInForce {
  readonly exception: Exception;
  readonly daysLeft: number;
  readonly findings: readonly GateFinding[];
}

export interface Judgement {
  /** Findings that no exception covers. */
  readonly violations: readonly GateFinding[];
  readonly inForce: readonly ExceptionInForce[];
  /** Exceptions that are expired, or match nothing in this tier: each fails the synth. */
  readonly problems: readonly string[];
}

/** The construct paths that an exception means in a deployment. */
export const pathsOf = (exception: Exception, practices: Config['practices']): readonly string[] =>
  exception.path.includes('{practice}')
    ? practices.map(({ id }) => exception.path.replaceAll('{practice}', id))
    : [exception.path];

/** Whether a configuration has the resource that an exception is about. */
export function isNeeded({ needs }: Exception, config: object): boolean {
  if (!needs) return true;
  const value = needs.key
    .split('.')
    .reduce<unknown>(
      (node, key) => (typeof node === 'object' && node !== null ? (node as Record<string, unknown>)[key] : undefined),
      config,
    );
  const named = (item: unknown) =>
    typeof item === 'object' && item !== null ? Object.values(item).includes(needs.is) : item === needs.is;
  return Array.isArray(value) ? value.some(named) : value === needs.is;
}

const covers = (exception: Exception, paths: ReadonlySet<string>, finding: GateFinding): boolean =>
  paths.has(finding.path) && (exception.rule === finding.rule || exception.rule === ruleFamily(finding.rule));

const dayOf = (date: Date): number => Math.floor(date.getTime() / 86_400_000);

/** Whole days from a day until an exception expires; none on the last one, fewer beyond it. */
export const daysLeftOf = ({ expires }: Pick<Exception, 'expires'>, today: Date): number =>
  dayOf(new Date(`${expires}T00:00:00Z`)) - dayOf(today);

/**
 * Holds findings against exceptions. One that is expired fails whatever ran; whether one matches is only asked where its
 * pack is among those that run at every synth or are named in `ran`.
 */
export function judge(
  findings: readonly GateFinding[],
  exceptions: readonly Exception[],
  config: Pick<Config, 'tier' | 'practices'>,
  today: Date,
  ran: readonly Pack[] = [],
): Judgement {
  const covered = new Set<GateFinding>();
  const inForce: ExceptionInForce[] = [];
  const problems: string[] = [];
  for (const exception of exceptions.filter((one) => one.tiers.includes(config.tier) && isNeeded(one, config))) {
    const name = `the exception for ${exception.rule} at ${exception.path} (owner ${exception.owner})`;
    const daysLeft = daysLeftOf(exception, today);
    if (daysLeft < 0) {
      problems.push(`${name} expired on ${exception.expires}: mend the cause, or decide again with a new date`);
      continue;
    }
    if (!isJudgedBy(exception.rule, ran)) continue;
    const paths = pathsOf(exception, config.practices);
    const matched = findings.filter((finding) => covers(exception, new Set(paths), finding));
    if (matched.length === 0) {
      problems.push(`${name} matches nothing in tier ${config.tier}: remove it, or correct its rule or path`);
    }
    for (const finding of matched) covered.add(finding);
    inForce.push({ exception, daysLeft, findings: matched });
  }
  return { violations: findings.filter((finding) => !covered.has(finding)), inForce, problems };
}
