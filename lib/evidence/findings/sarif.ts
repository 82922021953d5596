/**
 * `findings.sarif`: SARIF 2.1.0. Rules are the controls and what vendors' rules found, results stand at the line of the code
 * that made the resource, exceptions are suppressions with their justification, and the Security Rule is a taxonomy. Pure.
 */
import { createHash } from 'node:crypto';
import { controls } from '../../controls';
import type { Severity } from '../../controls/control';
import { countExceptions, exceptionWords } from '../exceptions';
import type { EvidenceFacts } from '../facts';
import { itemOf, securityRule } from '../rule';
import { asDeclared, type Shortfall, shortfallsOf } from './shortfall';

const schema = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

/** The name by which rules refer to the taxonomy. */
const taxonomy = 'HIPAA Security Rule';

const levels: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
};

/**
 * A text as SARIF wants messages, 3.11.5 and 3.11.6: braces doubled, since they would be placeholders, and nothing that a
 * viewer would make a link of.
 */
export const messageOf = (text: string) => ({
  text: text.replaceAll('{', '{{').replaceAll('}', '}}').replaceAll('](', '] ('),
});

interface Rule {
  readonly id: string;
  readonly title: string;
  readonly remedy: string;
  readonly severity: Severity;
  readonly hipaa: readonly string[];
}

/** What vendors' rules found, as rules: they say what holds in their findings' messages. */
function vendorRules(shortfalls: readonly Shortfall[], known: ReadonlySet<string>): readonly Rule[] {
  const rules = new Map<string, Rule>();
  for (const { hipaa, message, remedy, rule, severity } of shortfalls)
    if (!known.has(rule) && !rules.has(rule)) rules.set(rule, { id: rule, title: message, remedy, severity, hipaa });
  return [...rules.values()];
}

function rulesOf(shortfalls: readonly Shortfall[]): readonly Rule[] {
  const own: readonly Rule[] = [...controls, asDeclared];
  return [...own, ...vendorRules(shortfalls, new Set(own.map(({ id }) => id)))];
}

function descriptorOf({ hipaa, id, remedy, severity, title }: Rule) {
  const items = [...new Set(hipaa.flatMap((citation) => itemOf(citation) ?? []))];
  return {
    id,
    shortDescription: messageOf(title),
    help: messageOf(remedy),
    defaultConfiguration: { level: levels[severity] },
    relationships: items.map((item) => ({
      target: { id: item, toolComponent: { name: taxonomy } },
      kinds: ['relevant'],
    })),
    properties: { tags: ['security', 'HIPAA'], severity, citations: hipaa },
  };
}

function locationOf({ origin, path }: Shortfall) {
  const [file, line] = origin?.source?.split(/:(\d+)$/) ?? [];
  const physical = file
    ? {
        physicalLocation: {
          artifactLocation: { uri: file.split('/').map(encodeURIComponent).join('/'), uriBaseId: 'REPOSITORY' },
          ...(line ? { region: { startLine: Number(line) } } : {}),
        },
      }
    : {};
  return { ...physical, logicalLocations: [{ fullyQualifiedName: path, kind: 'resource' }] };
}

function resultOf(shortfall: Shortfall, indices: ReadonlyMap<string, number>) {
  const { accepted, message, path, rule, severity, undecided } = shortfall;
  return {
    ruleId: rule,
    ruleIndex: indices.get(rule) ?? -1,
    // 3.27.9: `open` where the tool had not enough information to decide; its level is then `none`, 3.27.10.
    kind: undecided ? 'open' : 'fail',
    level: undecided ? 'none' : levels[severity],
    message: messageOf(message),
    locations: [locationOf(shortfall)],
    partialFingerprints: {
      'asepsis/v1': createHash('sha256').update(`${rule}\n${path}\n${message}`).digest('hex'),
    },
    ...(accepted
      ? {
          suppressions: [
            {
              kind: 'external',
              status: 'accepted',
              justification: accepted.reason,
              location: {
                physicalLocation: { artifactLocation: { uri: 'config/exceptions.yaml', uriBaseId: 'REPOSITORY' } },
              },
              properties: { owner: accepted.owner, expires: accepted.expires },
            },
          ],
        }
      : {}),
  };
}

/** The items of the rule as taxa. */
const taxonomyOf = () => ({
  name: taxonomy,
  organization: 'U.S. Department of Health and Human Services',
  shortDescription: { text: '45 CFR Part 164 Subpart C, in our own words: the CFR is the authority.' },
  informationUri: 'https://www.ecfr.gov/current/title-45/subtitle-A/subchapter-C/part-164/subpart-C',
  isComprehensive: true,
  taxa: securityRule.map(({ id, says, title }) => ({
    id,
    name: title,
    shortDescription: messageOf(title),
    fullDescription: messageOf(says),
  })),
});

function runOf(facts: EvidenceFacts) {
  const shortfalls = shortfallsOf(facts);
  const rules = rulesOf(shortfalls);
  const indices = new Map(rules.map(({ id }, position) => [id, position]));
  const { at, commit, config, configSha256, gate, tools } = facts;
  return {
    tool: {
      driver: {
        name: 'Asepsis',
        ...(tools.asepsis ? { version: tools.asepsis } : {}),
        supportedTaxonomies: [{ name: taxonomy }],
        rules: rules.map(descriptorOf),
      },
    },
    taxonomies: [taxonomyOf()],
    invocations: [{ executionSuccessful: true, endTimeUtc: at.toISOString() }],
    automationDetails: { id: `asepsis/${config.name}/` },
    originalUriBaseIds: { REPOSITORY: { description: { text: 'The root of the repository.' } } },
    columnKind: 'utf16CodeUnits',
    results: shortfalls.map((shortfall) => resultOf(shortfall, indices)),
    properties: {
      tier: config.tier,
      mode: config.mode,
      configSha256,
      evaluatedResources: gate.resources,
      exceptions: countExceptions(facts),
      suppressions: `Exceptions in force: ${exceptionWords(facts)}. Each suppression is one finding under a decision, with its reason, owner and last day.`,
      ...(commit ? { commit: commit.id, uncommittedChanges: commit.dirty } : {}),
    },
  };
}

/** The file by its name. */
export const sarifFiles = (facts: EvidenceFacts): readonly (readonly [string, string])[] => [
  ['findings.sarif', `${JSON.stringify({ $schema: schema, version: '2.1.0', runs: [runOf(facts)] }, undefined, 1)}\n`],
];
