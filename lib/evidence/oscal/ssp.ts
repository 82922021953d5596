/** The system security plan: what the deployment is, what it is made of, and how each item is answered. Pure. */
import type { Config } from '../../config/schema';
import { groupNames } from '../../config/schema-identity';
import type { Coverage } from '../coverage/model';
import type { EvidenceFacts } from '../facts';
import { contentId, deploymentMetadata, deploymentTitle, files, identify, organisationParty, prop } from './document';
import { implementedRequirements } from './requirements';
import type { OscalDocument, SystemCharacteristics, SystemSecurityPlan, SystemUser } from './schema-types';
import { isOperational, systemComponents } from './system-components';
import { markup, plain } from './text';

const informationTypes: Readonly<Record<Config['dataClasses'][number], string>> = {
  phi: 'Electronic protected health information: records and images.',
  billing: 'Billing data, which identify patients and are protected health information too.',
  deidentified: 'Data from which the identifiers of 45 CFR 164.514(b)(2) are to be removed before they are kept here.',
  operational: 'Data that run the practice and hold no health information.',
};

const statusOf = (facts: EvidenceFacts): SystemCharacteristics['status'] =>
  isOperational(facts)
    ? { state: 'operational', remarks: 'Read back from the account.' }
    : {
        state: 'under-development',
        remarks: facts.deployed
          ? 'Read back on a local cloud, which is an emulator and not AWS.'
          : 'Known from its templates alone: nothing was read back.',
      };

function characteristics(facts: EvidenceFacts): SystemCharacteristics {
  const { config } = facts;
  const id = identify(facts);
  const practices = config.practices.map(({ id: practice, name }) =>
    prop('practice', practice, { remarks: markup`${name}` }),
  );
  return {
    'system-ids': [{ 'identifier-type': 'http://ietf.org/rfc/rfc4122', id: id('system') }],
    'system-name': plain(`Asepsis ${config.name}`),
    description: markup`A cloud for health data of ${config.organisation.name} on AWS, tier ${config.tier}, mode ${config.mode}.`,
    props: [
      prop('account', config.account),
      prop('region', config.region),
      prop('tier', config.tier),
      prop('mode', config.mode),
      ...practices,
    ],
    'system-information': {
      'information-types': [...config.dataClasses].sort().map((name) => ({
        uuid: id('information', name),
        title: name,
        description: informationTypes[name],
      })),
    },
    status: statusOf(facts),
    'authorization-boundary': {
      description: markup`Account ${config.account}, region ${config.region}: every resource of the templates of this deployment, and nothing else in the account. A store and a key for each practice; no way to the internet from the network that they are used in.`,
    },
    'responsible-parties': [{ 'role-id': 'system-owner', 'party-uuids': [organisationParty(facts)] }],
  };
}

const users = (facts: EvidenceFacts): SystemUser[] =>
  groupNames.map((name) => ({
    uuid: identify(facts)('user', name),
    title: name,
    description: `People of the group ${name}: they sign in with more than one factor, and reach what their role and their practice allow.`,
  }));

export function systemSecurityPlan(facts: EvidenceFacts, coverage: Coverage): OscalDocument {
  const body: Omit<SystemSecurityPlan, 'uuid'> = {
    metadata: deploymentMetadata(
      facts,
      deploymentTitle(facts, 'System security plan'),
      'What is designed, deployed or operating is told apart, item by item. The plan is no statement that anybody meets the law.',
    ),
    'import-profile': { href: files.ruleInForce },
    'system-characteristics': characteristics(facts),
    'system-implementation': { users: users(facts), components: systemComponents(facts, coverage) },
    'control-implementation': {
      description:
        'Every item of the Security Rule, by who answers it: the deployment, AWS, the organisation, or nobody yet.',
      'implemented-requirements': implementedRequirements(facts, coverage),
    },
  };
  return { 'system-security-plan': { uuid: contentId(body), ...body } };
}
