/** The drift loop beside Cloud Custodian: the same drift, the same event, the same emulator, turn by turn in one run. */
import { setTimeout as sleep } from 'node:timers/promises';
import { freshMilliseconds as settingsFresh } from '../../lambdas/drift/settings';
import type { LocalDeployment } from '../../lib/cli/local-deployment';
import { controls } from '../../lib/controls';
import { recordOf } from '../../local/drill/cloudtrail';
import type { Loop } from '../../local/drill/loop';
import type { Scene } from '../../local/drill/scene';
import { type Spread, spreadOf } from '../../local/drill/spread';
import { custodian } from './custodian';
import type { Fixed, Fixer } from './fixer';
import { invokedFunction, ourHandler } from './ours';
import { type Scenario, scenarios } from './scenarios';

export interface SideFigures {
  readonly scenario: string;
  readonly fixer: string;
  readonly startMs: number;
  /** The first event, which loads and connects. */
  readonly firstMs: number;
  /** Handler entry to return, warm. */
  readonly warm: Spread;
  /** Handler entry to the read that shows the fix, where there is one. */
  readonly verified?: Spread;
  /** Calls of the last fix by service, most first; empty where they are not seen. */
  readonly calls: readonly (readonly [service: string, count: number])[];
}

export interface SideBySide {
  readonly deployment: LocalDeployment;
  readonly scene: Scene;
  readonly loop: Loop;
  /** Our function's bundle of the family `data`. */
  readonly bundle: string;
  readonly rounds: number;
  readonly say: (text: string) => void;
}

/** How often each service was called. Pure. */
export function callsByService(calls: readonly string[]): SideFigures['calls'] {
  const counts = new Map<string, number>();
  for (const call of calls) {
    const service = call.split(':')[0] ?? call;
    counts.set(service, (counts.get(service) ?? 0) + 1);
  }
  return [...counts].sort(([, a], [, b]) => b - a);
}

/** Makes the drift and gives the event of the very call. */
async function drifted({ drift }: Scenario, scene: Scene, physicalId: string) {
  scene.calls.length = 0;
  await drift(scene, physicalId);
  const call = scene.calls.at(-1);
  if (!call) throw new Error('the call that makes the drift was not noted');
  const identity = { ...scene.options, arn: `arn:aws:iam::${scene.options.account}:user/mallory` };
  const detail = recordOf(call, identity);
  const { account, region } = scene.options;
  const source = `aws.${detail.eventSource.split('.')[0]}`;
  return { version: '0', 'detail-type': 'AWS API Call via CloudTrail', source, account, region, detail };
}

interface Turn {
  readonly fixed: Fixed;
  readonly verifiedMs?: number;
}

/** One drift, handed to one of them and read back: whoever leaves it as it was is not measured but refused. */
async function turn(scenario: Scenario, fixer: Fixer, { loop, scene }: SideBySide): Promise<Turn> {
  const { declared, row } = scene.one(scenario.kind.kind, ({ row: { stack } }) => stack.includes('-practice-'));
  const event = await drifted(scenario, scene, row.physicalId);
  const fixed = await fixer.fix(event);
  const control = controls.find(({ id }) => id === scenario.control);
  const live = await scenario.kind.open(scene.options.sdk).read(row.physicalId, declared);
  const verdict = live === undefined ? undefined : control?.evaluate(live);
  if (verdict?.status !== 'compliant') throw new Error(`${fixer.name} did not put right ${scenario.name}`);
  if (fixed.enteredAt === undefined) return { fixed };
  const record = await loop.recordOf(event.detail.eventID, scenario.kind.kind.name, row.physicalId);
  return { fixed, verifiedMs: Date.parse(record?.fixedAt ?? '') - fixed.enteredAt };
}

async function fixersOf(scenario: Scenario, { bundle, deployment, say }: SideBySide): Promise<readonly Fixer[]> {
  const fixers: Fixer[] = [await ourHandler(deployment, 'data', bundle), invokedFunction(deployment, 'data')];
  for (const [variant, policy] of Object.entries(scenario.policies))
    fixers.push(await custodian(`Cloud Custodian, ${variant}`, policy, deployment.cloud, say));
  return fixers;
}

async function measure(scenario: Scenario, side: SideBySide): Promise<readonly SideFigures[]> {
  const fixers = await fixersOf(scenario, side);
  try {
    const first: Turn[] = [];
    for (const fixer of fixers) first.push(await turn(scenario, fixer, side));
    const warm = fixers.map((): Turn[] => []);
    for (let round = 0; round < side.rounds; round += 1)
      for (const [index, fixer] of fixers.entries()) warm[index]?.push(await turn(scenario, fixer, side));
    return fixers.map(({ name, startMs }, index) => {
      const turns = warm[index] ?? [];
      const verified = turns.flatMap(({ verifiedMs }) => verifiedMs ?? []);
      return {
        scenario: scenario.name,
        fixer: name,
        startMs,
        firstMs: first[index]?.fixed.ms ?? 0,
        warm: spreadOf(turns.map(({ fixed }) => fixed.ms)),
        ...(verified.length > 0 ? { verified: spreadOf(verified) } : {}),
        calls: callsByService(turns.at(-1)?.fixed.calls ?? []),
      };
    });
  } finally {
    for (const fixer of fixers) fixer.stop();
  }
}

/** Every scenario. The deployed loop hears of none of it: no event is put on the bus. */
export async function measureSideBySide(side: SideBySide): Promise<readonly SideFigures[]> {
  const before = await side.loop.set({ stop: false, modes: {}, stormFixes: 1_000 });
  await sleep(settingsFresh + 200);
  try {
    const figures: SideFigures[] = [];
    for (const scenario of scenarios) {
      side.say(`side by side: ${scenario.name}`);
      figures.push(...(await measure(scenario, side)));
    }
    return figures;
  } finally {
    await side.loop.set(JSON.parse(before) as object);
  }
}
