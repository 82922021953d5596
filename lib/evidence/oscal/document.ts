/** What every OSCAL document of ours has in common: version, names, metadata, bytes. */
import type { ItemId } from '../../config/rule-items';
import type { EvidenceFacts } from '../facts';
import { type Identify, identifiersOf } from './identifiers';
import type { Metadata, OscalDocument, Property } from './schema-types';
import { markup, plain } from './text';

/** The release whose schemas the types and compliance-trestle 5.2 are made from. It checks no version itself. */
export const oscalVersion = '1.2.1';

/** Namespace of the properties that OSCAL does not define. */
export const namespace = 'urn:asepsis:oscal';

/** Where each document stands in the bundle. They import one another, relative to their folder. */
export const files = {
  catalog: 'catalog.json',
  ruleInForce: 'profile-2013.json',
  proposedRule: 'profile-nprm-2025.json',
  components: 'component-definition.json',
  plan: 'ssp.json',
  assessmentPlan: 'assessment-plan.json',
  assessmentResults: 'assessment-results.json',
  actions: 'poam.json',
  mapping: 'mapping-nist-800-53.json',
} as const;

/** Ids of an item's control, its statement, and what is assessed of it. A token has no brackets: `hipaa-164.312.a.2.iv`. */
export const controlId = (item: ItemId): string =>
  `hipaa-${item.replaceAll('(', '.').replaceAll(')', '').toLowerCase()}`;
export const statementId = (item: ItemId): string => `${controlId(item)}_smt`;
export const objectiveId = (item: ItemId): string => `${controlId(item)}_obj`;

/** A property of our own namespace. */
export const prop = (name: string, value: string | number, more: Partial<Property> = {}): Property => ({
  name,
  ns: namespace,
  value: plain(String(value)),
  ...more,
});

/** A list where there is something in it: OSCAL knows no empty lists. */
export const some = <K extends string, T>(key: K, list: readonly T[]): { [key in K]?: T[] } =>
  list.length > 0 ? ({ [key]: [...list] } as { [key in K]: T[] }) : {};

/** Identifiers of what belongs to this deployment. */
export const identify = ({ config }: EvidenceFacts): Identify =>
  identifiersOf('deployment', config.account, config.name);

/** Metadata of a document that says the same of every deployment. */
export const commonMetadata = ({ at, tools }: EvidenceFacts, title: string, remarks: string): Metadata => ({
  title,
  'last-modified': at.toISOString(),
  version: plain(tools.asepsis ?? '0'),
  'oscal-version': oscalVersion,
  remarks,
});

/**
 * A mail address as OSCAL has it. Readers refuse one that is not a common form, or is of a domain that no mail reaches from
 * outside (RFC 6761): that one is told in words.
 */
const mail = (address: string): { 'email-addresses': string[] } | { remarks: string } =>
  /^[a-z0-9_+-]+(\.[a-z0-9_+-]+)*@([a-z0-9-]+\.)+[a-z]{2,}$/i.test(address) &&
  address.indexOf('@') <= 64 &&
  !/\.(arpa|invalid|local|localhost|onion|test)$/i.test(address)
    ? { 'email-addresses': [address] }
    : { remarks: markup`Reached at ${address}.` };

/** The organisation among the parties. */
export const organisationParty = (facts: EvidenceFacts) => identify(facts)('party', 'organisation');

/** Metadata of a document about this deployment. */
export function deploymentMetadata(facts: EvidenceFacts, title: string, remarks: string): Metadata {
  const { commit, config, configSha256 } = facts;
  const id = identify(facts);
  const contact = (role: 'security' | 'privacy') => id('party', role);
  return {
    ...commonMetadata(facts, title, remarks),
    props: [
      prop('deployment', config.name),
      prop('tier', config.tier),
      prop('mode', config.mode),
      prop('config-sha256', configSha256),
      ...(commit ? [prop('commit', commit.id), prop('uncommitted-changes', commit.dirty ? 'yes' : 'no')] : []),
    ],
    roles: [
      { id: 'system-owner', title: 'Who runs this deployment' },
      { id: 'security-contact', title: 'Gets alarms and notices of emergency access' },
      { id: 'privacy-contact', title: 'Named for privacy' },
    ],
    parties: [
      { uuid: organisationParty(facts), type: 'organization', name: plain(config.organisation.name) },
      ...(['security', 'privacy'] as const).map((role) => ({
        uuid: contact(role),
        type: 'organization' as const,
        name: `Contact for ${role}`,
        ...mail(config.contacts[role]),
        'member-of-organizations': [organisationParty(facts)],
      })),
    ],
    'responsible-parties': [
      { 'role-id': 'system-owner', 'party-uuids': [organisationParty(facts)] },
      { 'role-id': 'security-contact', 'party-uuids': [contact('security')] },
      { 'role-id': 'privacy-contact', 'party-uuids': [contact('privacy')] },
    ],
  };
}

/** How a deployment is called in titles. */
export const deploymentTitle = ({ config }: EvidenceFacts, what: string): string =>
  markup`${what}: ${config.name}, ${config.organisation.name}`;

/** A document's own identifier is of its content: it changes when the document does, and only then. */
export const contentId = (body: object): string => identifiersOf('document')(JSON.stringify(body));

/** The bytes of a document. `<` is written as its escape, so that no reader takes a text for a tag. */
export const bytesOf = (document: OscalDocument): string =>
  `${JSON.stringify(document, null, 2).replaceAll('<', '\\u003c')}\n`;
