/** The whole bundle: every part from the same facts, each in its file. Pure but for the page's own sources. */
import { canonicalJson } from '../attest/canonical';
import { reachDiff } from '../reach/diff';
import { type Reach, type ReachOptions, reachOf } from '../reach/reach';
import { coverageOf } from './coverage/coverage';
import type { BundleFiles, EvidenceFacts } from './facts';
import { ocsfFiles } from './findings/ocsf';
import { sarifFiles } from './findings/sarif';
import { tableFiles } from './findings/tables';
import { inventoryPart } from './inventory/bundle';
import { costPart } from './inventory/cost-part';
import { operationFiles } from './operation/files';
import { oscalFiles } from './oscal';
import { pageOf } from './page/page';
import { pageModelOf } from './page/parts/page-model';
import { reachPart } from './page/parts/reach';
import { sbomFiles } from './sbom/sbom';
import type { Software } from './sbom/software';

/** JSON that a person can read too, with sorted keys. */
const json = (value: unknown): string => `${JSON.stringify(JSON.parse(canonicalJson(value)), null, 1)}\n`;

/** What the policies of a deployment are read with: where its copies are, and which organisation it names. */
const reachOptions = ({ config: { backup, name, organisation } }: EvidenceFacts): ReachOptions => ({
  ...(backup.copyRegion ? { regions: { [`${name}-backup-copy`]: backup.copyRegion } } : {}),
  ...(organisation.id ? { organisation: { id: organisation.id } } : {}),
});

/**
 * @param software what the blueprint and its functions are made of
 * @param before who could reach PHI by an older bundle: what changed since is told
 */
export function bundleOf(facts: EvidenceFacts, software: Software, before?: Reach): BundleFiles {
  const coverage = coverageOf(facts);
  const reach = reachOf(facts.set, reachOptions(facts));
  const changes = before && reachDiff(before, reach);
  const { cost, files: inventory, pictures } = inventoryPart(facts);
  const others = { cost: costPart(cost), reach: reachPart(reach, changes), pictures };
  const files: (readonly [string, string | Uint8Array])[] = [
    ['index.html', pageOf(pageModelOf(facts, coverage, others))],
    ...oscalFiles(facts, coverage),
    ...sarifFiles(facts),
    ...ocsfFiles(facts, coverage),
    ...tableFiles(coverage),
    ...sbomFiles(facts, software),
    ...inventory,
    ['coverage.json', json(coverage)],
    ['reach.json', json(reach)],
    ...(changes ? ([['reach-changes.json', json(changes)]] as const) : []),
    ...(facts.drill ? ([['drill.json', json(facts.drill)]] as const) : []),
    ...operationFiles(facts),
    ...(facts.deployed ? ([['read-back.json', json(facts.deployed)]] as const) : []),
  ];
  return new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)));
}
