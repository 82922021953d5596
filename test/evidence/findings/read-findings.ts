/** Reads findings back from the files that they were written to. */
import { coverageOf } from '../../../lib/evidence/coverage/coverage';
import type { EvidenceFacts } from '../../../lib/evidence/facts';
import { ocsfFiles } from '../../../lib/evidence/findings/ocsf';
import { sarifFiles } from '../../../lib/evidence/findings/sarif';

interface Result {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly kind: string;
  readonly level: string;
  readonly message: { readonly text: string };
  readonly locations: readonly {
    readonly physicalLocation?: {
      readonly artifactLocation: { readonly uri: string };
      readonly region?: { readonly startLine: number };
    };
    readonly logicalLocations: readonly { readonly fullyQualifiedName: string }[];
  }[];
  readonly partialFingerprints: Readonly<Record<string, string>>;
  readonly suppressions?: readonly {
    readonly justification: string;
    readonly properties: { readonly owner: string };
  }[];
}

interface Rule {
  readonly id: string;
  readonly relationships: readonly { readonly target: { readonly id: string } }[];
}

interface Sarif {
  readonly runs: readonly {
    readonly tool: { readonly driver: { readonly rules: readonly Rule[] } };
    readonly taxonomies: readonly { readonly taxa: readonly { readonly id: string }[] }[];
    readonly results: readonly Result[];
  }[];
}

interface Finding {
  readonly finding_info: { readonly uid: string };
  readonly compliance: {
    readonly control: string;
    readonly status_id: number;
    readonly assessments?: readonly { readonly name: string; readonly meets_criteria: boolean }[];
  };
  readonly status_id: number;
  readonly comment?: string;
}

export const runOf = (facts: EvidenceFacts) => {
  const [[, text = ''] = []] = sarifFiles(facts);
  const sarif: Sarif = JSON.parse(text);
  const [run] = sarif.runs;
  if (!run) throw new Error('no run');
  return { sarif, run };
};

export const linesOf = (facts: EvidenceFacts): readonly Finding[] => {
  const [[, text = ''] = []] = ocsfFiles(facts, coverageOf(facts));
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
};

/** RFC 4180, read strictly: cells by row, or an error. */
export function parseCsv(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [[]];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy;
  while (cell.lastIndex < text.length) {
    const found = cell.exec(text);
    if (!found) throw new Error('no CSV');
    rows.at(-1)?.push(found[1]?.replaceAll('""', '"') ?? found[2] ?? '');
    if (found[3] === '\r\n') rows.push([]);
  }
  return rows.slice(0, -1);
}
