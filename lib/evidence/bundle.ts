/** The whole bundle: every part from the same facts, each in its file. Pure but for the page's own sources. */
import { reachDiff } from '../reach/diff';
import { type Reach, type ReachOptions, reachOf } from '../reach/reach';
import { readTemplates } from '../resources/template';
import { coverageOf } from './coverage/coverage';
import type { BundleFiles, EvidenceFacts } from './facts';
import { ocsfFiles } from './findings/ocsf';
import { sarifFiles } from './findings/sarif';
import { tableFiles } from './findings/tables';
import { inventoryPart } from './inventory/bundle';
import { costPart } from './inventory/cost-part';
import { readableJson } from './json';
import { operationFiles } from './operation/files';
import { oscalFiles } from './oscal';
import { pageOf } from './page/page';
import { pageModelOf } from './page/parts/page-model';
import { reachPart } from './page/parts/reach';
import { sbomFiles } from './sbom/sbom';
import type { Software } from './sbom/software';

/** What the policies of a deployment are read with: where its copies are, and which organisation it names. */
const reachOptions = ({
  bootstrap,
  config: { backup, name, organisation },
  set: { environment },
}: EvidenceFacts): ReachOptions => ({
  ...(bootstrap ? { beside: readTemplates(bootstrap, environment) } : {}),
  ...(backup.copyRegion ? { regions: { [`${name}-backup-copy`]: backup.copyRegion } } : {}),
  ...(organisation.id ? { organisation: { id: organisation.id } } : {}),
});

/** Does one part of the work: who wants to know how long each takes hands in another. */
export type Timed = <T>(part: string, work: () => T) => T;

export const untimed: Timed = (_part, work) => work();

const sorted = (files: Iterable<readonly [string, string | Uint8Array]>): BundleFiles =>
  new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)));

/** Every part but the bill of materials, which waits for bundles of the functions. */
export function partsOf(facts: EvidenceFacts, before?: Reach, timed: Timed = untimed): BundleFiles {
  const coverage = timed('coverage', () => coverageOf(facts));
  const reach = timed('reach', () => reachOf(facts.set, reachOptions(facts)));
  const changes = before && reachDiff(before, reach);
  const { cost, files: inventory, pictures } = timed('inventory, cost, pictures', () => inventoryPart(facts));
  const others = { cost: costPart(cost), reach: reachPart(reach, changes), pictures };
  return sorted([
    ['index.html', timed('page', () => pageOf(pageModelOf(facts, coverage, others)))],
    ...timed('OSCAL', () => oscalFiles(facts, coverage)),
    ...timed('SARIF, OCSF, CSV', () => [...sarifFiles(facts), ...ocsfFiles(facts, coverage), ...tableFiles(coverage)]),
    ...inventory,
    ...operationFiles(facts),
    ...timed('JSON', (): readonly (readonly [string, string])[] => [
      ['coverage.json', readableJson(coverage)],
      ['reach.json', readableJson(reach)],
      ...(changes ? ([['reach-changes.json', readableJson(changes)]] as const) : []),
      ...(facts.drill ? ([['drill.json', readableJson(facts.drill)]] as const) : []),
      ...(facts.deployed ? ([['read-back.json', readableJson(facts.deployed)]] as const) : []),
    ]),
  ]);
}

/** The bundle of its parts. @param software what the blueprint and its functions are made of */
export const withSoftware = (parts: BundleFiles, facts: EvidenceFacts, software: Software): BundleFiles =>
  sorted([...parts, ...sbomFiles(facts, software)]);

/**
 * @param software what the blueprint and its functions are made of
 * @param before who could reach PHI by an older bundle: what changed since is told
 */
export const bundleOf = (facts: EvidenceFacts, software: Software, before?: Reach): BundleFiles =>
  withSoftware(partsOf(facts, before), facts, software);
