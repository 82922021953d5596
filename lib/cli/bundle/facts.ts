/** The facts of a bundle, from a synthesized app and from what was shown on its deployment. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CfnResource } from 'aws-cdk-lib';
import type { DeployReport } from '../../../local/cloud';
import type { DrillReport } from '../../../local/drill/run';
import type { ReadBackReport } from '../../../local/readback';
import type { WorkloadReport } from '../../../local/workload';
import type { AsepsisApp } from '../../app';
import { InputError } from '../../errors';
import type { DeployedFacts, EvidenceFacts, Origin } from '../../evidence/facts';
import { daysLeftOf, type ExceptionInForce } from '../../gates/exceptions';
import { idOf } from '../../gates/packs';
import { sourceOf } from '../../gates/source';
import { type NamedTemplate, readTemplates } from '../../resources/template';
import { bootstrapRoles } from './bootstrap-roles';

const root = join(__dirname, '../../..');

/** What was shown on a deployment, where there was one. */
export interface Shown {
  readonly deployment: DeployReport;
  readonly readBack: ReadBackReport;
  readonly workload?: WorkloadReport;
  readonly drill?: DrillReport;
}

/**
 * The moment that a bundle speaks for: `SOURCE_DATE_EPOCH` (https://reproducible-builds.org/specs/source-date-epoch/)
 * where it is set, otherwise now, to the second.
 *
 * @throws InputError
 */
export function momentOf(variables: NodeJS.ProcessEnv, now: () => Date): Date {
  const given = variables.SOURCE_DATE_EPOCH;
  const seconds = given === undefined ? Math.floor(now().getTime() / 1000) : Number(given);
  const isMoment = given === undefined || /^\d{1,12}$/.test(given);
  if (!isMoment)
    throw new InputError(
      `SOURCE_DATE_EPOCH is ${JSON.stringify(given)}, which is no moment`,
      'Give whole seconds since 1970, or unset it.',
    );
  return new Date(seconds * 1000);
}

/** The commit that the repository stands at; none outside of a repository. */
function commitOf(folder: string): EvidenceFacts['commit'] {
  const git = (...args: string[]) =>
    execFileSync('git', args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  try {
    return { id: git('rev-parse', 'HEAD'), dirty: git('status', '--porcelain', '--untracked-files=no') !== '' };
  } catch {
    return undefined;
  }
}

const versionOf = (name: string): string =>
  (JSON.parse(readFileSync(require.resolve(`${name}/package.json`), 'utf8')) as { version: string }).version;

const packageOf = (folder: string): { readonly version: string } =>
  JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };

const toolsOf = (): EvidenceFacts['tools'] => ({
  asepsis: packageOf(root).version,
  'aws-cdk-lib': versionOf('aws-cdk-lib'),
  'cdk-nag': versionOf('cdk-nag'),
  node: process.version,
});

/**
 * Every resource with its construct and the line that made it. From the constructs: a template names its constructs only
 * where the CDK CLI asks for that.
 */
function originsOf(app: AsepsisApp, templates: readonly NamedTemplate[]): readonly Origin[] {
  const declared = new Set(
    templates.flatMap(({ stack, template }) => Object.keys(template.Resources ?? {}).map((id) => `${stack}/${id}`)),
  );
  return app.node.findAll().flatMap((node) => {
    if (!CfnResource.isCfnResource(node)) return [];
    const id = idOf(node);
    if (!declared.has(id)) return [];
    const [stack = '', logicalId = ''] = id.split('/');
    const source = sourceOf(node, root);
    return [{ stack, logicalId, path: node.node.path, ...(source ? { source } : {}) }];
  });
}

/** What a read-back found, as evidence has it. */
export const readBackFacts = (resources: ReadBackReport['resources']): DeployedFacts['resources'] =>
  resources.map(({ kind, logicalId, owned, problems, remaining, stack, undecided }) => ({
    stack,
    logicalId,
    kind,
    owned,
    deviations: remaining.map(({ path }) => ({ path, problem: problems.join('; ') || 'not as declared' })),
    ...(undecided.length > 0 ? { undecided: undecided.map(({ path, why }) => ({ path, why })) } : {}),
  }));

const deployedFacts = ({ deployment, readBack, workload }: Shown): DeployedFacts => ({
  where: 'local cloud',
  at: readBack.at,
  resources: readBackFacts(readBack.resources),
  leftOut: deployment.stacks.flatMap(({ resources }) =>
    resources
      .filter(({ route }) => route === 'left-out')
      .map(({ logicalId, reason, stack }) => ({ stack, logicalId, reason: reason ?? 'no emulator has an API for it' })),
  ),
  ...(workload ? { workload: { steps: workload.steps } } : {}),
});

/** The gate judges by today; a bundle counts from the moment that it speaks for, whenever it is made again. */
const countedFrom = (at: Date, inForce: readonly ExceptionInForce[]): readonly ExceptionInForce[] =>
  inForce.map((one) => ({ ...one, daysLeft: daysLeftOf(one.exception, at) }));

/** What failed may name an access key that the drill made: its last four characters tell it from others, as in AWS's console. */
const withoutKeyIds = <T>(facts: T): T =>
  JSON.parse(JSON.stringify(facts).replaceAll(/\b(AKIA|ASIA)[0-9A-Z]{12}(?=[0-9A-Z]{4}\b)/g, '$1…')) as T;

export interface FactsOptions {
  readonly app: AsepsisApp;
  /** The configuration file that the app is of. */
  readonly file: string;
  readonly templates: readonly NamedTemplate[];
  readonly at: Date;
  /** Shown on a local cloud that was made for it. */
  readonly shown?: Shown;
  /** Read of a deployment that stood before. */
  readonly standing?: Required<Pick<EvidenceFacts, 'deployed' | 'operation'>>;
}

export function factsFrom({ app, at, file, shown, standing, templates }: FactsOptions): EvidenceFacts {
  const { config, gateReport } = app;
  const { account, region } = config;
  const bootstrap = bootstrapRoles(templates, config);
  return {
    config,
    configSha256: createHash('sha256').update(readFileSync(file)).digest('hex'),
    at,
    ...(process.env.SOURCE_DATE_EPOCH === undefined ? {} : { atWasGiven: true }),
    tools: toolsOf(),
    commit: commitOf(root),
    templates,
    set: readTemplates(templates, { account, region, partition: 'aws' }),
    origins: originsOf(app, templates),
    ...(bootstrap ? { bootstrap } : {}),
    gate: { resources: gateReport?.resources ?? 0, inForce: countedFrom(at, gateReport?.inForce ?? []) },
    ...(shown ? { deployed: withoutKeyIds(deployedFacts(shown)) } : {}),
    ...standing,
    ...(shown?.drill ? { drill: withoutKeyIds({ rows: shown.drill.rows, grants: shown.drill.grants }) } : {}),
  };
}
