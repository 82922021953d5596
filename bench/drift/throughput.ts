/** How many events a second the loop decides about, with nothing of AWS behind it: parse, find what is meant, judge, decide. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Stage } from 'aws-cdk-lib';
import { decide, type Facts } from '../../lambdas/drift/decide';
import type { Deployment } from '../../lambdas/drift/deployment';
import { examine, targetOf } from '../../lambdas/drift/examine';
import { handle, type Watch } from '../../lambdas/drift/handle';
import { liveKinds } from '../../lambdas/drift/live';
import { kmsKeyLive } from '../../lambdas/drift/live/kms-key';
import type { Ports } from '../../lambdas/drift/ports';
import { NameIndex } from '../../lambdas/drift/targets';
import { parseTrigger } from '../../lambdas/drift/trigger';
import { buildApp } from '../../lib/app';
import { controls } from '../../lib/controls';
import { physicalLookup, resolveState } from '../../lib/resources/resolve';
import { type RawTemplate, readTemplates } from '../../lib/resources/template';
import { benchConfig } from '../apps';

export interface Throughput {
  readonly what: string;
  readonly events: number;
  /** By processor time, of all threads: other work on the machine disturbs it less than the clock. */
  readonly perSecond: number;
  readonly perSecondByClock: number;
}

const environment = { account: '111122223333', region: 'us-east-1', partition: 'aws' };

/** What the clinic tier deploys, with names as a deploy would have given them. */
function deploymentInMemory(): Deployment {
  const app = buildApp(benchConfig(1), { bundling: false, gates: false });
  const stacks = app.node.children
    .filter((node): node is Stage => Stage.isStage(node))
    .flatMap((stage) => stage.synth().stacks);
  const templates = stacks.map(({ stackName, template }) => ({ stack: stackName, template: template as RawTemplate }));
  const declared = readTemplates(templates, environment);
  const rows = templates.flatMap(({ stack, template }) =>
    Object.entries(template.Resources ?? {}).map(([logicalId, { Type }]) => ({
      stack,
      logicalId,
      type: Type,
      physicalId: `${stack}-${logicalId}`,
    })),
  );
  return {
    declared,
    rows,
    names: new NameIndex(rows),
    lookup: physicalLookup(rows, environment, declared),
    digests: new Map(),
    statuses: new Map(templates.map(({ stack }) => [stack, 'UPDATE_COMPLETE'])),
    attested: 'manifest',
    unattested: new Map(),
  };
}

const noHistory = { fixes: [], held: new Set<string>(), untold: [], cutShort: [], lastTold: undefined };

/** Ports that answer from memory. Fixes are stopped: what is decided is told to nobody. */
function portsOf(deployment: Deployment, live: (kind: string, id: string, declared: unknown) => unknown): Ports {
  const nothing = async () => undefined;
  return {
    settings: async () => ({ stop: true, modes: {} }),
    deployment: async () => deployment,
    reader: ({ kind }) => ({ read: async (id, declared) => live(kind.name, id, declared), puts: {} }),
    fixer: async () => {
      throw new Error('nothing is fixed here');
    },
    records: { history: async () => noHistory, write: nothing, find: nothing },
    open: nothing,
    tell: nothing,
    wayBack: async () => {
      throw new Error('nothing is escalated here');
    },
    clock: () => new Date(),
    wait: nothing,
    digits: () => '00000000',
    log: { info: () => undefined, error: () => undefined },
  };
}

const watch: Watch = {
  kinds: liveKinds,
  controls: controls.filter(({ fix }) => fix.mode !== 'none'),
  fixerRoleArn: `arn:aws:iam::${environment.account}:role/asepsis/bench-fixer`,
  guardsStack: () => true,
};

/** As CloudTrail writes it. */
const rotationOff = (keyId: string) => ({
  eventSource: 'kms.amazonaws.com',
  eventName: 'DisableKeyRotation',
  eventTime: '2026-11-24T20:00:00Z',
  eventID: '1',
  userIdentity: { type: 'IAMUser', arn: `arn:aws:iam::${environment.account}:user/mallory` },
  requestParameters: { keyId },
});

const bodyOf = (detail: unknown) => JSON.stringify({ 'detail-type': 'AWS API Call via CloudTrail', detail });

/** Runs something over and over for about a second and says how often it ran. */
async function perSecond(what: string, once: () => unknown, eventsEach = 1): Promise<Throughput> {
  for (let turn = 0; turn < 50; turn += 1) await once();
  const began = performance.now();
  const cpuBefore = process.cpuUsage();
  let events = 0;
  while (performance.now() - began < 1_000) {
    await once();
    events += eventsEach;
  }
  const { system, user } = process.cpuUsage(cpuBefore);
  const perSecondByClock = (events * 1_000) / (performance.now() - began);
  return { what, events, perSecond: (events * 1_000_000) / (system + user), perSecondByClock };
}

/** A folder's CloudTrail records; none where it is not there. */
function recordsIn(folder: string): readonly unknown[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .flatMap((name) => {
      const json = JSON.parse(readFileSync(join(folder, name), 'utf8')) as readonly unknown[] | { Records: unknown[] };
      return 'Records' in json ? json.Records : json;
    });
}

/** Our own fixtures, and recorded attacks where they are at hand (`ASEPSIS_DATA`), as the tests find them. */
function logs(): readonly (readonly [what: string, records: readonly unknown[]])[] {
  const root = join(__dirname, '../..');
  const shared = join(process.env.ASEPSIS_DATA ?? join(root, '../shared/data'), 'cloudtrail');
  return [
    ['fixtures of our own', recordsIn(join(root, 'test/fixtures/cloudtrail'))],
    ['recorded attacks', [...recordsIn(join(shared, 'stratus')), ...recordsIn(join(shared, 'invictus'))]],
  ];
}

export async function measureThroughput(): Promise<readonly Throughput[]> {
  const deployment = deploymentInMemory();
  const row = deployment.rows.find(({ type }) => type === 'AWS::KMS::Key');
  const target =
    row &&
    targetOf(
      kmsKeyLive,
      watch.controls.filter(({ resource }) => resource.name === 'kms.key'),
      row,
      deployment,
    );
  if (!row || !target?.template) throw new Error('the deployment has no key');
  const broken = (_kind: string, id: string, declared: unknown) =>
    id === row.physicalId ? { ...(declared as object), rotationEnabled: false } : declared;
  const ports = portsOf(deployment, broken);
  const run = (body: string) => handle(parseTrigger(body), watch, ports, (_key, work) => work());
  const drift = bodyOf(rotationOff(row.physicalId));
  const { results } = await run(drift);
  if (results[0]?.did !== 'recorded') throw new Error('the drift was not noticed');
  const declared = resolveState(kmsKeyLive.kind.read(target.template, deployment.declared), deployment.lookup);
  const facts: Facts = (await examine(target, deployment, ports, noHistory)).facts;
  if (declared === undefined || decide(facts).act !== 'report') throw new Error('the drift was not decided about');
  const bodies = logs().map(([what, records]) => [what, records.map(bodyOf)] as const);
  const measured = [
    await perSecond('decide alone', () => decide(facts)),
    await perSecond('parse, target, judge, decide: a key without rotation', () => run(drift)),
  ];
  for (const [what, all] of bodies) {
    if (all.length === 0) continue;
    const replay = async () => {
      for (const body of all) await run(body);
    };
    measured.push(await perSecond(`all of it over ${what}: ${all.length} records`, replay, all.length));
  }
  return measured;
}
