/** What the sweep tells of templates that nobody attested: one alarm a stack, and one report where nothing ever was. */
import { conclude } from './conclude';
import type { Deployment } from './deployment';
import type { Ports } from './ports';
import { type DriftRecord, type Outcome, type ResourceName, recordId } from './record';

export interface UnattestedPorts extends Pick<Ports, 'records' | 'open' | 'tell' | 'clock' | 'digits'> {
  readonly deployment: string;
  /** The newest record of a resource, however old. */
  readonly newest: (resource: ResourceName) => Promise<DriftRecord | undefined>;
}

interface Matter {
  readonly resource: ResourceName;
  readonly outcome: Outcome;
  readonly severity: DriftRecord['severity'];
  readonly found: string;
}

const never: Omit<Matter, 'resource'> = {
  outcome: 'reported',
  severity: 'low',
  found: 'no signed manifest of templates was ever written: any template that is deployed counts as declared',
};

/** What is to be told. Pure. */
export function mattersOf({ attested, rows, unattested }: Deployment, deployment: string): readonly Matter[] {
  const ids = new Map(
    rows.filter(({ logicalId }) => logicalId === 'AWS::StackId').map(({ physicalId, stack }) => [stack, physicalId]),
  );
  const stacks = [...unattested].map(([stack, found]): Matter => {
    const physicalId = ids.get(stack) ?? stack;
    const resource = { kind: 'cloudformation.stack', physicalId, stack, logicalId: 'AWS::StackId' };
    return { resource, outcome: 'alarmed', severity: 'critical', found };
  });
  if (attested !== 'none') return stacks;
  return [{ ...never, resource: { kind: 'deployment', physicalId: deployment } }];
}

function recordOf({ found, outcome, resource, severity }: Matter, ports: UnattestedPorts, at: Date): DriftRecord {
  return {
    id: recordId(at, ports.digits()),
    outcome,
    resource,
    trigger: { kind: 'visit', id: `sweep-${at.toISOString()}`, at: at.toISOString(), name: 'sweep' },
    noticedAt: at.toISOString(),
    controls: [],
    paragraphs: ['164.312(c)(1)'],
    severity,
    findings: [{ path: 'template', found, expected: 'the template that was signed when it was deployed' }],
    changes: [],
    why:
      outcome === 'alarmed'
        ? 'the deployed template is not attested: none of its resources is fixed'
        : 'nothing attests what is deployed',
    notified: false,
  };
}

/** An alarm that nobody answered is given again after a day; what is only reported is said once. */
const forgottenAfter = 86_400_000;

function isTold(record: DriftRecord, last: DriftRecord | undefined): boolean {
  if (!last?.notified || last.outcome !== record.outcome) return false;
  if (JSON.stringify(last.findings) !== JSON.stringify(record.findings)) return false;
  return record.outcome === 'reported' || Date.parse(record.noticedAt) - Date.parse(last.noticedAt) < forgottenAfter;
}

/** Tells what is new; what a sweep before told and is as it was is left. @throws whatever a read, a write or a telling throws */
export async function tellUnattested(deployment: Deployment, ports: UnattestedPorts): Promise<readonly DriftRecord[]> {
  const told: DriftRecord[] = [];
  for (const matter of mattersOf(deployment, ports.deployment)) {
    const record = recordOf(matter, ports, ports.clock());
    if (isTold(record, await ports.newest(matter.resource))) continue;
    if (record.outcome === 'alarmed') await ports.open(record);
    told.push(await conclude(ports, record));
  }
  return told;
}
