/** `asepsis drill`: every control broken for real on the local cloud, noticed, put back, proven. */
import { writeFileSync } from 'node:fs';
import { allBreaks } from '../../local/drill/breaks';
import { Loop } from '../../local/drill/loop';
import { runDrill, undrilled } from '../../local/drill/run';
import { enablePolicyTypes, staged } from '../../local/drill/staging';
import { drillSummary, drillTable } from '../../local/drill/table';
import { GateError } from '../errors';
import { type LocalDeployment, stopwatch, withLocalDeployment } from './local-deployment';
import type { Output } from './output';

export interface DrillOptions {
  readonly config: string;
  /** Part of a control's id: only those are drilled. */
  readonly only?: string;
  /** Where the rows are written as JSON. */
  readonly out?: string;
}

/** @throws GateError when a control falls short or is not drilled at all */
export async function drillCommand({ config: file, only, out }: DrillOptions, output: Output): Promise<void> {
  const { say } = stopwatch(output.err);
  const work = async ({ cloud, config, deployed, templates }: LocalDeployment) => {
    const loop = new Loop(cloud.clientConfig, config.name);
    const visited = await loop.sweep();
    const outcomes = Object.entries(await loop.outcomes()).map(([outcome, count]) => `${count} ${outcome}`);
    say(`First sweep: ${visited} resources looked at, ${outcomes.join(', ') || 'all as declared'}`);
    loop.close();
    return runDrill({
      deployment: config.name,
      account: config.account,
      region: config.region,
      sdk: cloud.clientConfig,
      templates,
      deployed,
      ...(only ? { only: ({ control }) => control.includes(only) } : {}),
      onProgress: (done, total, row) =>
        say(`[${done}/${total}] ${row.control} ${row.passed ? (row.outcome ?? row.proof) : 'FALLS SHORT'}`),
    });
  };
  const report = await withLocalDeployment(file, say, work, {
    change: staged,
    prepare: (cloud, config) => enablePolicyTypes(cloud.clientConfig, config),
  });
  if (out) writeFileSync(out, `${JSON.stringify(report, null, 2)}\n`);
  output.out(`${drillTable(report.rows)}\n\n${drillSummary(report)}`);
  const missing = only ? [] : undrilled(allBreaks);
  if (report.totals.passed < report.totals.controls || missing.length > 0) {
    const short = report.rows.filter(({ passed }) => !passed).map(({ control }) => control);
    throw new GateError(
      `${[...short, ...missing.map((id) => `${id} (not drilled)`)].join(', ')}: short of the drill`,
      'The table says why; a break of its own stands in local/drill/breaks.',
    );
  }
}
