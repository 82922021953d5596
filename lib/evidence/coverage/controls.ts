/** How far each control is shown over one deployment: designed, deployed, operating. Pure. */
import { controls } from '../../controls';
import type { AnyControl } from '../../controls/control';
import type { DrilledControl, EvidenceFacts, Origin, ReadBackResource } from '../facts';
import { recordsByControl, type Sample, sampleOf, sampleText } from '../operation/samples';
import type { ControlCoverage, Standing } from './model';

/** What is looked up of the facts, by resource and by control. */
interface Indexed {
  readonly facts: EvidenceFacts;
  readonly origins: ReadonlyMap<string, Origin>;
  readonly readBack: ReadonlyMap<string, ReadBackResource>;
  readonly leftOut: ReadonlyMap<string, string>;
  readonly drilled: ReadonlyMap<string, readonly DrilledControl[]>;
  readonly records: ReturnType<typeof recordsByControl>;
  /** `control path` of findings that an exception covers. */
  readonly excepted: ReadonlySet<string>;
}

const nameOf = ({ logicalId, stack }: { readonly stack: string; readonly logicalId: string }) =>
  `${stack}/${logicalId}`;

function index(facts: EvidenceFacts): Indexed {
  const drilled = new Map<string, DrilledControl[]>();
  for (const row of facts.drill?.rows ?? []) drilled.set(row.control, [...(drilled.get(row.control) ?? []), row]);
  const { deployed, gate, origins } = facts;
  return {
    facts,
    drilled,
    records: recordsByControl(facts.operation),
    origins: new Map(origins.map((origin) => [nameOf(origin), origin])),
    readBack: new Map((deployed?.resources ?? []).map((one) => [`${nameOf(one)} ${one.kind}`, one])),
    leftOut: new Map((deployed?.leftOut ?? []).map((one) => [nameOf(one), one.reason])),
    excepted: new Set(gate.inForce.flatMap(({ findings }) => findings.map(({ path, rule }) => `${rule} ${path}`))),
  };
}

const plural = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`;

/** Declared resources that a control is evaluated on. */
function resourcesOf({ resource }: AnyControl, { facts, origins }: Indexed): readonly Origin[] {
  return resource.types
    .flatMap((type) => facts.set.ofType(type))
    .map(
      ({ logicalId, stack }) =>
        origins.get(`${stack}/${logicalId}`) ?? { stack, logicalId, path: `${stack}/${logicalId}` },
    );
}

interface Looked {
  readonly asDeclared: number;
  readonly otherwise: readonly string[];
  readonly unread: readonly string[];
}

/** The first few of many, so that a hundred practices do not make a hundred sentences. */
function few(gaps: readonly string[]): readonly string[] {
  const shown = gaps.slice(0, 3);
  return gaps.length > shown.length ? [...shown, `and ${gaps.length - shown.length} more like these`] : shown;
}

/** What the read-back says of the resources of a control. */
function look(kind: string, resources: readonly Origin[], { leftOut, readBack }: Indexed): Looked {
  const otherwise: string[] = [];
  const unread: string[] = [];
  let asDeclared = 0;
  for (const resource of resources) {
    const found = readBack.get(`${nameOf(resource)} ${kind}`);
    const paths = found?.deviations.map(({ path }) => path).join(', ');
    if (!found)
      unread.push(`${nameOf(resource)} was not read back: ${leftOut.get(nameOf(resource)) ?? 'not looked at'}`);
    else if (paths) otherwise.push(`${nameOf(resource)} is not as declared: ${paths}`);
    else asDeclared += 1;
  }
  return { asDeclared, otherwise, unread };
}

/** What the drill says: a break that was made for real, noticed, and put right where it is to be. */
function drillStanding(rows: readonly DrilledControl[], at: string): Standing | undefined {
  const live = rows.filter(({ proof }) => proof === 'live');
  if (live.length === 0 || live.some(({ passed }) => !passed)) return undefined;
  const calls = [...new Set(live.flatMap(({ brokenBy }) => (brokenBy ? [brokenBy] : [])))].sort();
  const outcomes = [...new Set(live.flatMap(({ outcome }) => (outcome ? [outcome] : [])))].sort();
  return {
    level: 'operating',
    at,
    // The drill breaks things, and so it runs on the local cloud alone.
    where: 'local cloud',
    shownBy: `broken in a drill${calls.length > 0 ? ` by ${calls.join(', ')}` : ''}: ${outcomes.join(', ') || 'noticed'}`,
  };
}

function drillGaps(rows: readonly DrilledControl[]): readonly string[] {
  return rows.flatMap(({ passed, proof, why }) => {
    if (!passed) return [`fell short in a drill: ${why ?? 'no reason was given'}`];
    return proof === 'live' ? [] : [`not broken for real in a drill: ${why ?? proof}`];
  });
}

/** What a period of operation says: records of drift in which it did what it promises. */
function sampleStanding(sample: Sample, { operation }: EvidenceFacts): Standing | undefined {
  if (!operation || sample.fellShort) return undefined;
  return { level: 'operating', at: sample.last, where: operation.where, shownBy: sampleText(sample) };
}

function sampleGaps(sample: Sample | undefined, { operation }: EvidenceFacts): readonly string[] {
  if (!operation) return [];
  if (!sample) return ['no record of drift in the period is of it'];
  return sample.fellShort ? [`fell short in operation: ${sampleText(sample)}`] : [];
}

/** The highest level that is shown, and what keeps it from standing higher. */
function stand(
  control: AnyControl,
  resources: readonly Origin[],
  indexed: Indexed,
  sample: Sample | undefined,
): Pick<ControlCoverage, 'standing' | 'gaps' | 'deviating'> {
  const { drilled, excepted, facts } = indexed;
  const at = facts.at.toISOString();
  const upheld = resources.filter(({ path }) => !excepted.has(`${control.id} ${path}`));
  const short = resources.length - upheld.length;
  const rows = drilled.get(control.id) ?? [];
  const { asDeclared, otherwise, unread } = look(control.resource.name, upheld, indexed);
  const gaps = [
    ...(short > 0 ? [`${plural(short, 'resource')} fall short of it by an exception in force`] : []),
    ...(facts.deployed ? [...few(otherwise), ...few(unread)] : upheld.length > 0 ? ['nothing was read back'] : []),
    ...(facts.drill ? (rows.length > 0 ? drillGaps(rows) : ['no drill breaks it']) : ['nothing was drilled']),
    ...sampleGaps(sample, facts),
  ];
  const deviating = otherwise.length;
  const shown = sample ? sampleStanding(sample, facts) : drillStanding(rows, at);
  const operating = deviating === 0 ? shown : undefined;
  if (operating) return { standing: operating, gaps, deviating };
  if (upheld.length === 0) return { gaps, deviating };
  const evaluated = plural(upheld.length, 'resource');
  const where = facts.deployed?.where;
  const standing: Standing =
    where && asDeclared === upheld.length
      ? { level: 'deployed', at, where, shownBy: `${evaluated} read back as declared` }
      : { level: 'designed', at, shownBy: `evaluated on ${evaluated} of the templates` };
  return { standing, gaps, deviating };
}

/** Every control of the registry, in its order. */
export function controlsCovered(facts: EvidenceFacts): readonly ControlCoverage[] {
  const indexed = index(facts);
  return controls.map((control) => {
    const { configRule, fix, hipaa, id, severity, title } = control;
    const resources = resourcesOf(control, indexed);
    const sample = sampleOf(control, indexed.records.get(id) ?? []);
    return {
      id,
      title,
      hipaa,
      severity,
      ...(configRule ? { configRule } : {}),
      fix,
      resources,
      atSynth: resources.length > 0 || (control.forbidden === true && control.resource.types.length > 0),
      undeclared: control.forbidden === true || control.resource.types.length === 0,
      drilled: indexed.drilled.get(id) ?? [],
      ...(sample ? { sampled: sample } : {}),
      ...stand(control, resources, indexed, sample),
    };
  });
}
