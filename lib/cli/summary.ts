/** What `asepsis start` tells a person at the end, and a program with `--json`. Pure. */
import type { DeployReport } from '../../local/cloud';
import type { FirstSweep } from '../../local/drill/first-sweep';
import type { DrillReport } from '../../local/drill/run';
import { drillSummary } from '../../local/drill/table';
import type { ReplayReport } from '../../local/reach-replay';
import type { ReadBackReport } from '../../local/readback';
import type { WorkloadReport } from '../../local/workload';
import type { Config } from '../config/schema';
import type { GateReport } from '../gates/gate';
import { type EvidenceSummary, evidenceLine } from './bundle/write';

/** Counts of a replay, and what came out otherwise than it must. */
export interface ReplayedCounts {
  readonly made: number;
  readonly refused: readonly string[];
  /** A clinician's calls in a session of another practice. */
  readonly other: number;
  readonly leaked: readonly string[];
}

export interface Summary {
  readonly deployment: string;
  readonly tier: string;
  readonly mode: string;
  readonly gate: { readonly resources: number; readonly violations: number; readonly exceptions: number };
  readonly stacks: readonly { readonly stack: string; readonly resources: number; readonly seconds: number }[];
  readonly deployed: DeployReport['figures'];
  readonly leftOut: readonly { readonly resource: string; readonly type: string; readonly reason: string }[];
  /** The first sweep of the drift loop, whose fixers put right what the emulator's CloudFormation ignored. */
  readonly sweep: Pick<FirstSweep, 'visited' | 'outcomes' | 'putRight'>;
  readonly readBack: {
    readonly resources: number;
    readonly owned: number;
    /** Owned properties that stood as declared right after the deployment, after the sweep, and now. */
    readonly asDeployed: number;
    readonly afterSweep: number;
    readonly asDeclared: number;
    /** `asDeclared` of `owned`, 0 to 1. */
    readonly share: number;
  };
  /** Owned properties that the emulator's CloudFormation ignored, by kind and path, with how many there were. */
  readonly ignored: readonly { readonly property: string; readonly count: number }[];
  /** What still does not stand as declared, resource by resource. */
  readonly remaining: readonly { readonly resource: string; readonly property: string; readonly problem: string }[];
  /** The reference workload: whose image was stored and read, whose clinician was refused, what came out otherwise. */
  readonly workload?: Pick<WorkloadReport, 'practice' | 'otherPractice' | 'failed'> & { readonly steps: number };
  /** Every control, broken for real. */
  readonly drill?: DrillReport;
  /** Calls that were really made, put through every layer of policies as declared. */
  readonly replayed?: ReplayedCounts;
  /** What an auditor gets. */
  readonly evidence: EvidenceSummary;
  /** Milliseconds by phase, in their order. */
  readonly phases: Readonly<Record<string, number>>;
  readonly milliseconds: number;
}

function countByProperty({ resources }: ReadBackReport): Summary['ignored'] {
  const counts = new Map<string, number>();
  for (const { ignored, kind } of resources)
    for (const { path } of ignored) counts.set(`${kind} ${path}`, (counts.get(`${kind} ${path}`) ?? 0) + 1);
  return [...counts].map(([property, count]) => ({ property, count })).sort((a, b) => b.count - a.count);
}

const short = (value: unknown): string => {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
};

function remainingOf({ resources }: ReadBackReport): Summary['remaining'] {
  return resources.flatMap(({ logicalId, problems, remaining, stack, undecided }) => [
    ...remaining.map(({ declared, live, path }) => ({
      resource: `${stack}/${logicalId}`,
      property: path,
      problem: problems.length > 0 ? problems.join('; ') : `declared ${short(declared)}, live ${short(live)}`,
    })),
    ...undecided.map(({ path, why }) => ({
      resource: `${stack}/${logicalId}`,
      property: path,
      problem: `cannot be compared: ${why}`,
    })),
  ]);
}

/** What was shown on one deployment. */
export interface Shown {
  readonly config: Config;
  readonly gate: GateReport | undefined;
  readonly deployment: DeployReport;
  readonly sweep: FirstSweep;
  readonly workload?: WorkloadReport;
  readonly drill?: DrillReport;
  readonly replayed?: ReplayReport;
}

const readBackOf = ({ after: { totals: after }, before: { totals: before } }: FirstSweep): Summary['readBack'] => ({
  resources: after.resources,
  owned: after.owned,
  asDeployed: before.asFound,
  afterSweep: after.asFound,
  asDeclared: after.asDeclared,
  share: after.share,
});

const leftOutOf = ({ stacks }: DeployReport): Summary['leftOut'] =>
  stacks.flatMap(({ resources }) =>
    resources
      .filter(({ route }) => route === 'left-out')
      .map(({ logicalId, reason, stack, type }) => ({
        resource: `${stack}/${logicalId}`,
        type,
        reason: reason ?? 'no emulator has an API for it',
      })),
  );

export function summarize({
  config,
  deployment,
  drill,
  gate,
  replayed,
  sweep,
  workload,
}: Shown): Omit<Summary, 'milliseconds' | 'phases' | 'evidence'> {
  return {
    deployment: config.name,
    tier: config.tier,
    mode: config.mode,
    gate: {
      resources: gate?.resources ?? 0,
      violations: gate?.violations.length ?? 0,
      exceptions: gate?.inForce.length ?? 0,
    },
    stacks: deployment.stacks.map(({ resources, seconds, stack }) => ({ stack, resources: resources.length, seconds })),
    deployed: deployment.figures,
    leftOut: leftOutOf(deployment),
    sweep: { visited: sweep.visited, outcomes: sweep.outcomes, putRight: sweep.putRight },
    readBack: readBackOf(sweep),
    ignored: countByProperty(sweep.before),
    remaining: remainingOf(sweep.after),
    ...(workload === undefined ? {} : { workload: { ...workload, steps: workload.steps.length } }),
    ...(drill === undefined ? {} : { drill }),
    ...(replayed === undefined ? {} : { replayed: countsOf(replayed) }),
  };
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

function renderWorkload(workload: Summary['workload']): readonly string[] {
  if (workload === undefined)
    return [
      'Workload   not walked: emulators that were brought lack the corrections that it needs (docs/local-cloud.md)',
    ];
  const { failed, otherPractice, practice, steps } = workload;
  const told =
    failed.length === 0
      ? `a clinician of ${practice} signed in with MFA, stored an image under ${practice}'s key and read it back; a clinician of ${otherPractice} was refused (${steps} of ${steps} steps)`
      : `${failed.length} of ${steps} steps came out otherwise than they must`;
  return [
    `Workload   ${told}`,
    ...failed.map(({ expected, got, what }) => `           ${what}: ${got}, expected ${expected}`),
  ];
}

function renderSweep({ ignored, readBack, remaining, sweep }: Summary): readonly string[] {
  const outcomes = Object.entries(sweep.outcomes).map(([outcome, count]) => `${count} ${outcome}`);
  return [
    `Sweep      the drift loop looked at ${sweep.visited} resources (${outcomes.join(', ') || 'all as declared'}); its fixers put right ${sweep.putRight} properties that the emulator's CloudFormation had ignored`,
    ...ignored.map(({ count, property }) => `           ignored: ${property}${count > 1 ? ` (${count} times)` : ''}`),
    `Read back  ${readBack.resources} resources, ${readBack.owned} owned properties: ${readBack.asDeployed} stood as declared when deployed, ${readBack.afterSweep} after the sweep, ${readBack.asDeclared} now (${percent(readBack.share)})`,
    ...remaining.map(
      ({ problem, property, resource }) => `           still not as declared: ${resource} ${property}: ${problem}`,
    ),
  ];
}

const countsOf = ({ leaked, made, other, refused }: ReplayReport): ReplayedCounts => ({
  made: made.length,
  refused: refused.map(({ call }) => `${call.role} ${call.action} ${call.resource ?? ''}`.trim()),
  other: other.length,
  leaked: leaked.map(({ call }) => `${call.role} ${call.action} ${call.resource ?? ''}`.trim()),
});

const renderReplayed = ({ replayed }: Summary): readonly string[] =>
  replayed === undefined
    ? []
    : [
        `Replayed   ${replayed.made} different calls that were really made go through every layer of policies as declared: ${replayed.refused.length} would be refused; of ${replayed.other} calls in the name of another practice ${replayed.leaked.length} would come through`,
        ...[...replayed.refused, ...replayed.leaked].map((one) => `           ${one}`),
      ];

const renderDrill = ({ drill }: Summary): readonly string[] =>
  drill === undefined ? [] : [`Drill      ${drillSummary(drill)}`];

export function renderSummary(summary: Summary): string {
  const { deployed, deployment, gate, leftOut, milliseconds, mode, phases, stacks, tier, workload } = summary;
  const line = (text = '') => text;
  return [
    line(),
    `Asepsis: ${deployment} (${tier}, ${mode}) stands on the local cloud. ${(milliseconds / 1000).toFixed(0)} s in all.`,
    line(),
    `Checked    ${gate.resources} resources pass every gate; ${gate.exceptions} exceptions, each with owner and expiry`,
    `Deployed   ${stacks.length} stacks with the CDK CLI: ${deployed.native} resources natively, ${deployed.api} through the API, ${deployed.leftOut} left out (${percent(deployed.leftOutShare)})`,
    ...stacks.map(
      ({ resources, seconds, stack }) =>
        `           ${stack.padEnd(32)} ${String(resources).padStart(3)} resources ${seconds.toFixed(1).padStart(6)} s`,
    ),
    ...leftOut.map(({ reason, resource, type }) => `           left out: ${resource} ${type}: ${reason}`),
    ...renderSweep(summary),
    ...renderWorkload(workload),
    ...renderDrill(summary),
    ...renderReplayed(summary),
    `Evidence   ${evidenceLine(summary.evidence)}`,
    `Time       ${Object.entries(phases)
      .map(([phase, ms]) => `${phase} ${(ms / 1000).toFixed(1)} s`)
      .join(' · ')}`,
    line(),
    'An emulator is not AWS: this shows that the templates deploy and what the APIs then hold, not how AWS enforces it.',
    'Next: npm run asepsis -- check --config config/hospital.yaml · npm run asepsis -- explain kms.key.rotation · npm start -- --keep',
  ].join('\n');
}
