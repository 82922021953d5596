/**
 * `npm run bench`: what gates, size, the local cloud, evidence and drift cost, both sides of each ratio in the same run. A table for a
 * person, JSON for a program. Nothing is asserted: docs/performance.md says what was found.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { dirname, join } from 'node:path';
import { Argument, Command, InvalidArgumentError } from 'commander';
import { driftGoalsOf, renderDrift } from './drift/report';
import { measureDrift } from './drift/run';
import { evidenceGoalsOf, renderEvidence } from './evidence/figures';
import { measureEvidence } from './evidence/run';
import { renderGoals } from './goal';
import { compare, outputOf, type Side } from './measurement';
import { type Figures, goalsOf, type Phases, renderFigures } from './report';

const root = join(__dirname, '..');

/** Practices at which gated and ungated are compared: the tier as it comes, and ten of its kind. */
const comparedSizes: readonly number[] = [1, 10];

const parts = ['synth', 'evidence', 'drift'] as const;

/** Practices in one app of which a bundle of evidence is made. */
const evidenceSizes: readonly number[] = [1, 10, 100];

type Part = (typeof parts)[number];

interface Options {
  readonly out: string;
  readonly runs: number;
  readonly sizes: readonly number[];
  readonly start: boolean;
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('a whole number, 1 or more');
  return value;
}

/** The last of the sizes but the largest: ms a resource where starting up no longer matters, within a minute's time. */
const comparisonSize = (sizes: readonly number[]): number => sizes.at(-2) ?? sizes.at(-1) ?? 1;

/** About: the plain app is made of whole tenants, and compared by the resource. */
const practicesInResources = (practices: number): number => 94 + 23 * practices;

async function synths({ runs, sizes }: Options, say: (text: string) => void): Promise<Omit<Figures, 'start'>> {
  const ordered = [...new Set([...comparedSizes, ...sizes])].sort((a, b) => a - b);
  const comparedAt = comparisonSize(ordered);
  const both = [...new Set([...comparedSizes, comparedAt])];
  const measured = await compare(
    [
      ...ordered.map((size) => ['gated', size] as const),
      ...both.map((size) => ['ungated', size] as const),
      ...both.map((size) => ['unvalidated', size] as const),
      ['plain', practicesInResources(comparedAt)],
    ],
    runs,
    say,
  );
  const of = (side: Side) => measured.filter((one) => one.side === side);
  const [plain] = of('plain');
  if (plain === undefined) throw new Error('the plain app was not measured');
  return { gated: of('gated'), ungated: of('ungated'), unvalidated: of('unvalidated'), plain, comparedAt };
}

async function startPhases(say: (text: string) => void): Promise<Phases> {
  say('npm start');
  const summary = JSON.parse(await outputOf(['bin/asepsis.ts', 'start', '--json'])) as { readonly phases: Phases };
  return summary.phases;
}

async function synthsPart(options: Options, say: (text: string) => void) {
  const figures: Figures = {
    ...(await synths(options, say)),
    ...(options.start ? { start: await startPhases(say) } : {}),
  };
  return { figures, goals: goalsOf(figures), text: renderFigures(figures) };
}

async function driftPart({ runs }: Options, say: (text: string) => void) {
  const figures = await measureDrift(runs, say);
  const goals = driftGoalsOf(figures);
  return { figures, goals, text: `${renderDrift(figures)}\n\nGoals\n\n${renderGoals(goals)}` };
}

async function evidencePart({ runs }: Options, say: (text: string) => void) {
  const figures = await measureEvidence(evidenceSizes, runs, say);
  const goals = evidenceGoalsOf(figures);
  return { figures, goals, text: `${renderEvidence(figures)}\n\nGoals\n\n${renderGoals(goals)}` };
}

async function bench(named: readonly Part[], options: Options): Promise<void> {
  const say = (text: string) => process.stderr.write(`${text}\n`);
  const wanted = named.length === 0 ? parts : named;
  const machine = { cores: cpus().length, model: cpus()[0]?.model, node: process.version, loadBefore: loadavg() };
  const synth = wanted.includes('synth') ? await synthsPart(options, say) : undefined;
  const evidence = wanted.includes('evidence') ? await evidencePart(options, say) : undefined;
  const drift = wanted.includes('drift') ? await driftPart(options, say) : undefined;
  mkdirSync(dirname(options.out), { recursive: true });
  const report = {
    machine: { ...machine, loadAfter: loadavg() },
    ...options,
    goals: [...(synth?.goals ?? []), ...(evidence?.goals ?? []), ...(drift?.goals ?? [])],
    figures: synth?.figures,
    evidence: evidence?.figures,
    drift: drift?.figures,
  };
  writeFileSync(options.out, `${JSON.stringify(report, null, 2)}\n`);
  const texts = [synth?.text, evidence?.text, drift?.text].filter((text) => text !== undefined);
  process.stdout.write(`${texts.join('\n\n')}\n\n${options.out}\n`);
}

const program = new Command('bench')
  .description(
    'Measures gates, growth, npm start, evidence and drift. Bundling of functions is left out of every synth.',
  )
  .addArgument(new Argument('[parts...]', 'what is measured; all of it where nothing is named').choices(parts))
  .option('--out <file>', 'where the JSON goes', join(root, '.local', 'bench.json'))
  .option('--runs <n>', 'how often each is measured; of synths the best counts', wholeNumber, 3)
  .option('--sizes <list>', 'practices in one app', (text) => text.split(',').map(wholeNumber), [1, 10, 50, 100])
  .option('--no-start', 'leave npm start out')
  .addHelpText(
    'after',
    '\nExamples:\n  npm run bench -- synth --runs 1 --sizes 1,10 --no-start\n  npm run bench -- evidence\n  npm run bench -- drift',
  );

void program.parseAsync().then(() => bench(program.args as Part[], program.opts<Options>()));
