/** `asepsis drill`: every control broken for real on the local cloud, noticed, put back, proven. */
import { writeFileSync } from 'node:fs';
import { allBreaks } from '../../local/drill/breaks';
import { firstSweep } from '../../local/drill/first-sweep';
import { Loop } from '../../local/drill/loop';
import { runDrill, shortOf, undrilled } from '../../local/drill/run';
import { enablePolicyTypes, staged } from '../../local/drill/staging';
import { drillSummary, drillTable, grantsTable, watcherTable } from '../../local/drill/table';
import { GateError } from '../errors';
import { type LocalDeployment, withLocalDeployment } from './local-deployment';
import type { Output } from './output';
import { stopwatch } from './stopwatch';

export interface DrillOptions {
  readonly config: string;
  /** Part of a control's id: only those are drilled. */
  readonly only?: string;
  /** Where the rows are written as JSON. */
  readonly out?: string;
}

/** @throws GateError when a control falls short or is not drilled at all */
export async function drillCommand({ config: file, only, out }: DrillOptions, output: Output): Promise<void> {
  const watch = stopwatch(output.err);
  const { say } = watch;
  const work = async ({ cloud, config, deployed, templates }: LocalDeployment) => {
    const loop = new Loop(cloud.clientConfig, config.name);
    try {
      const sweep = await firstSweep({ deployed, sdk: cloud.clientConfig, templates }, loop);
      const outcomes = Object.entries(sweep.outcomes).map(([outcome, count]) => `${count} ${outcome}`);
      say(
        `First sweep: ${sweep.visited} resources looked at, ${sweep.putRight} properties put right; ${outcomes.join(', ')}`,
      );
      return await runDrill({
        deployment: config.name,
        account: config.account,
        region: config.region,
        sdk: cloud.clientConfig,
        loop,
        templates,
        deployed,
        ...(only ? { only: ({ control }) => control.includes(only) } : {}),
        onProgress: (done, total, row) =>
          say(`[${done}/${total}] ${row.control} ${row.passed ? (row.outcome ?? row.proof) : 'FALLS SHORT'}`),
      });
    } finally {
      loop.close();
    }
  };
  const { report } = await withLocalDeployment(file, watch, work, {
    change: staged,
    prepare: (cloud, config) => enablePolicyTypes(cloud.clientConfig, config),
  });
  if (out) writeFileSync(out, `${JSON.stringify(report, null, 2)}\n`);
  // What was granted and what was used can be compared after a whole drill alone, and only that one silences the loop.
  const whole = only ? [] : [watcherTable(report.watcher), grantsTable(report.grants)];
  output.out([drillTable([...report.rows, ...report.promises]), ...whole, drillSummary(report)].join('\n\n'));
  const missing = only ? [] : undrilled(allBreaks);
  const short = shortOf(report).map(({ control }) => control);
  if (short.length > 0 || missing.length > 0) {
    throw new GateError(
      `${[...short, ...missing.map((id) => `${id} (not drilled)`)].join(', ')}: short of the drill`,
      'The table says why; a break of its own stands in local/drill/breaks.',
    );
  }
}
