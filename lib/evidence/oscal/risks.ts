/** The exceptions in force as OSCAL risks: a deviation that somebody approved, with the day on which it ends. Pure. */

import type { ExceptionInForce } from '../../gates/exceptions';
import type { EvidenceFacts } from '../facts';
import { identify, prop } from './document';
import { few } from './observations';
import type { Risk } from './schema-types';
import { counted, escaped, markup } from './text';

/** What names an exception: there may be two for one rule and path, each for other tiers or another configuration. */
const nameOf = ({ exception: { needs, path, rule, tiers } }: ExceptionInForce): string =>
  JSON.stringify([rule, path, tiers, needs ?? null]);

export const riskId = (facts: EvidenceFacts, inForce: ExceptionInForce): string =>
  identify(facts)('risk', 'exception', nameOf(inForce));

export const exceptionRisks = (facts: EvidenceFacts): Risk[] =>
  facts.gate.inForce.map((inForce) => {
    const { daysLeft, exception, findings } = inForce;
    const { expires, owner, path, reason, rule } = exception;
    const messages = few([...new Set(findings.map(({ message }) => message))].sort());
    return {
      uuid: riskId(facts, inForce),
      title: markup`${rule} at ${path}`,
      description: markup`Accepted, because: ${reason}`,
      statement: `${counted(findings.length, 'finding')} of the gate:\n\n${messages.map((one) => `- ${escaped(one)}`).join('\n')}`,
      props: [
        prop('rule', rule),
        prop('construct-path', path),
        prop('owner', owner),
        prop('expires', expires),
        prop('days-left', daysLeft),
      ],
      status: 'deviation-approved',
      deadline: `${expires}T00:00:00Z`,
    };
  });
