/** `npm run baseline`: records the resources that no release may replace. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildApp } from '../app';
import { loadConfig } from '../config/load';
import { tierSchema } from '../config/schema';
import { GateError } from '../errors';
import { type Baseline, record, type Snapshot, shortestReason, snapshotOf } from '../gates/baseline';
import { templatesOf } from '../gates/gate';
import { readReplacementRules } from '../gates/replacement-rules';
import { readTemplates } from '../resources/template';
import type { Output } from './output';

const root = join(__dirname, '../..');

/** Where the baseline stands in the repository. */
export const baselineFile = 'config/baseline.json';

export const readBaseline = (file: string = join(root, baselineFile)): Baseline =>
  existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Baseline) : { deployments: {}, accepted: [] };

/** What the shipped configurations declare now, by configuration file. */
export function currentSnapshots(): Readonly<Record<string, Snapshot>> {
  const rules = readReplacementRules();
  return Object.fromEntries(
    tierSchema.options.map((tier): [string, Snapshot] => {
      const file = `config/${tier}.yaml`;
      const config = loadConfig(join(root, file));
      const assembly = buildApp(config, { bundling: false, gates: false, validation: false }).synth();
      const environment = { account: config.account, region: config.region, partition: 'aws' };
      return [file, snapshotOf(readTemplates(templatesOf(assembly), environment), rules)];
    }),
  );
}

export interface BaselineOptions {
  /** Why recorded resources may be replaced this time. */
  readonly accept?: string;
  /** @default today */
  readonly today?: Date;
  /** What the configurations declare now. @default what they are synthesized to */
  readonly current?: Readonly<Record<string, Snapshot>>;
  /** @default the baseline of the repository */
  readonly file?: string;
}

/** @throws GateError where something recorded would change and no reason is given; nothing is written then */
export function baseline(
  { accept, current = currentSnapshots(), file = join(root, baselineFile), today = new Date() }: BaselineOptions,
  { out }: Output,
): void {
  const acceptance = accept === undefined ? undefined : { reason: accept, on: today.toISOString().slice(0, 10) };
  const recording = record(readBaseline(file), current, acceptance);
  if (recording.refused) {
    throw new GateError(
      `the baseline is kept, since this would replace:\n${recording.refused.map((change) => `✗ ${change}`).join('\n')}`,
      `Put the ids and properties back. If it must be, say why, in ${shortestReason} characters or more: npm run baseline -- --accept "…"; the reason is recorded.`,
    );
  }
  writeFileSync(file, `${JSON.stringify(recording.baseline, null, 2)}\n`);
  out(`wrote ${baselineFile}: ${recording.added.length} added`);
}
