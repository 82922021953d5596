/**
 * The constructs of a deployment as components: what a stack is directly made of, by construct path. What every practice has is
 * one component, with `{practice}` in its path, however many practices there are. Pure.
 */
import type { ControlCoverage, Coverage, ItemCoverage } from '../coverage/model';
import type { EvidenceFacts, Origin } from '../facts';
import { identify } from './document';

/** One construct: `Asepsis/Practice-{practice}/PhiStore`. */
export interface ConstructComponent {
  readonly uuid: string;
  readonly path: string;
  readonly resources: readonly Origin[];
  /** CloudFormation types with how many resources of each, by type. */
  readonly types: readonly (readonly [type: string, count: number])[];
  /** `file:line` of the code that made the resources, each once. */
  readonly sources: readonly string[];
  /** Controls that are evaluated on its resources, in the order of the registry. */
  readonly controls: readonly ControlCoverage[];
}

/** Stage, stack and the construct in it. */
const depth = 3;

const practiceNames = new WeakMap<EvidenceFacts['config'], ReadonlySet<string>>();

/** Names of the practices' constructs, made once: every resource of every control asks for them. */
function namesOf(config: EvidenceFacts['config']): ReadonlySet<string> {
  const known = practiceNames.get(config);
  if (known) return known;
  const names = new Set(config.practices.map(({ id }) => `Practice-${id}`));
  practiceNames.set(config, names);
  return names;
}

/** The construct that a resource belongs to. */
export function constructOf(path: string, { config }: Pick<EvidenceFacts, 'config'>): string {
  const ofPractice = namesOf(config);
  return path
    .split('/')
    .slice(0, depth)
    .map((name) => (ofPractice.has(name) ? 'Practice-{practice}' : name))
    .join('/');
}

const nameOf = ({ logicalId, stack }: { readonly stack: string; readonly logicalId: string }) =>
  `${stack}/${logicalId}`;
const sorted = (texts: Iterable<string>): readonly string[] => [...new Set(texts)].sort();

function grouped<T>(list: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of list) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

/** Every construct with resources, by path. */
export function constructsOf(facts: EvidenceFacts, { controls }: Coverage): readonly ConstructComponent[] {
  const id = identify(facts);
  const types = new Map(facts.set.resources.map((resource) => [nameOf(resource), resource.type]));
  const evaluated = new Map<string, Set<ControlCoverage>>();
  for (const control of controls) {
    for (const { path } of control.resources) {
      const construct = constructOf(path, facts);
      evaluated.set(construct, (evaluated.get(construct) ?? new Set()).add(control));
    }
  }
  const groups = grouped(facts.origins, ({ path }) => constructOf(path, facts));
  return sorted(groups.keys()).map((path) => {
    const resources = groups.get(path) ?? [];
    const byType = grouped(resources, (resource) => types.get(nameOf(resource)) ?? 'of unknown type');
    return {
      uuid: id('component', path),
      path,
      resources,
      types: sorted(byType.keys()).map((type) => [type, byType.get(type)?.length ?? 0] as const),
      sources: sorted(resources.flatMap(({ source }) => (source ? [source] : []))),
      controls: [...(evaluated.get(path) ?? [])],
    };
  });
}

/** Identifiers of the components that are no construct. */
export const otherComponents = (facts: EvidenceFacts) => {
  const id = identify(facts);
  return {
    system: id('component', 'this system'),
    watch: id('component', 'what must not be there'),
    aws: id('component', 'Amazon Web Services'),
    practice: id('component', 'the practice'),
    tool: id('component', 'Asepsis'),
  };
};

/** Controls on what no template declares: events and the sweep make the drift loop look. */
export const watched = ({ controls }: Coverage): readonly ControlCoverage[] =>
  controls.filter(({ undeclared }) => undeclared);

/** Items that some of the given controls answer, with those controls. */
export function answeredBy(
  controls: readonly ControlCoverage[],
  { items }: Coverage,
): readonly (readonly [item: ItemCoverage, controls: readonly ControlCoverage[]])[] {
  return items.flatMap((covered) => {
    const of = new Set(covered.controls);
    const answering = controls.filter(({ id }) => of.has(id));
    return answering.length > 0 ? [[covered, answering] as const] : [];
  });
}
