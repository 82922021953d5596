/** The whole bundle: every part from the same facts, each in its file. Pure but for the page's own sources. */
import { costOf } from '../cost/cost';
import { coverageOf } from './coverage/coverage';
import type { BundleFiles, EvidenceFacts } from './facts';
import { ocsfFiles } from './findings/ocsf';
import { sarifFiles } from './findings/sarif';
import { tableFiles } from './findings/tables';
import { canonicalJson } from './manifest/manifest';
import { oscalFiles } from './oscal';
import { pageOf } from './page/page';
import { costPart } from './page/parts/cost';
import { pageModelOf } from './page/parts/page-model';
import { sbomFiles } from './sbom/sbom';
import type { Software } from './sbom/software';

/** JSON that a person can read too, with sorted keys. */
const json = (value: unknown): string => `${JSON.stringify(JSON.parse(canonicalJson(value)), null, 1)}\n`;

/** @param software what the blueprint and its functions are made of */
export function bundleOf(facts: EvidenceFacts, software: Software): BundleFiles {
  const coverage = coverageOf(facts);
  const cost = costOf(facts.set, facts.config);
  const files: (readonly [string, string | Uint8Array])[] = [
    ...oscalFiles(facts, coverage),
    ...sarifFiles(facts),
    ...ocsfFiles(facts, coverage),
    ...tableFiles(coverage),
    ...sbomFiles(facts, software),
    ['coverage.json', json(coverage)],
    ['cost.json', json(cost)],
    ...(facts.drill ? ([['drill.json', json(facts.drill)]] as const) : []),
    ...(facts.deployed ? ([['read-back.json', json(facts.deployed)]] as const) : []),
    ['index.html', pageOf(pageModelOf(facts, coverage, { cost: costPart(cost) }))],
  ];
  return new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)));
}
