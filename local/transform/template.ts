/**
 * One template for AWS, made into one for the emulator. Pure.
 *
 * A type that the emulator's CloudFormation does not know becomes a custom resource with the same properties, so that
 * it stays part of its stack and nothing that refers to it dangles. Only what no emulator has an API for is left out.
 */
import { LocalCloudError } from '../../lib/errors';
import type { Route } from '../cloud';
import { dependencies, references } from './references';

interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly DependsOn?: unknown;
  readonly [attribute: string]: unknown;
}

export interface Template {
  readonly Resources?: Readonly<Record<string, TemplateResource>>;
  readonly Outputs?: Readonly<Record<string, unknown>>;
  readonly [section: string]: unknown;
}

export interface Rules {
  /** Types that the emulator's CloudFormation does not know. */
  readonly unknown: ReadonlySet<string>;
  /** Types that the provider function makes through an API. */
  readonly byApi: ReadonlySet<string>;
  /** Why a type is left out, for people, where there is more to say than that no emulator has an API for it. */
  readonly reasons?: Readonly<Record<string, string>>;
  /** ARN of the provider function. */
  readonly serviceToken: string;
}

export interface LocalResource {
  readonly logicalId: string;
  readonly type: string;
  readonly route: Route;
  readonly reason?: string;
}

export interface LocalTemplate {
  readonly template: Template;
  readonly resources: readonly LocalResource[];
}

/** `AWS::CloudTrail::Trail` to `Custom::LocalCloudTrailTrail`. The name is for people, and CloudFormation wants 60 characters at most. */
export const localType = (type: string): string => `Custom::Local${type.split('::').slice(1).join('')}`.slice(0, 60);

function routeOf(type: string, rules: Rules): Pick<LocalResource, 'route' | 'reason'> {
  if (!rules.unknown.has(type)) return { route: 'native' };
  if (rules.byApi.has(type)) return { route: 'api' };
  return { route: 'left-out', reason: rules.reasons?.[type] ?? 'no emulator has an API for it' };
}

/** Seconds that a custom resource may take before its stack fails: CloudFormation's own limit is an hour. */
const patience = '120';

/** Paths of the numbers and booleans in properties: CloudFormation hands them to a custom resource as text. */
function literals(value: unknown, path: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  if (typeof value === 'number' || typeof value === 'boolean') return [path];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) =>
    literals(one, [...path, Array.isArray(value) ? Number(key) : key]),
  );
}

function localResource(resource: TemplateResource, route: Route, serviceToken: string): TemplateResource {
  if (route === 'native') {
    const custom = resource.Type.startsWith('Custom::') || resource.Type === 'AWS::CloudFormation::CustomResource';
    return custom ? { ...resource, Properties: { ServiceTimeout: patience, ...resource.Properties } } : resource;
  }
  const own = {
    ServiceToken: serviceToken,
    ServiceTimeout: patience,
    LocalType: resource.Type,
    LocalLiterals: JSON.stringify(literals(resource.Properties)),
  };
  return { ...resource, Type: localType(resource.Type), Properties: { ...resource.Properties, ...own } };
}

/**
 * What a resource waits for, with each left-out one replaced by what that one waited for: the order of the rest stays.
 */
function waitsFor(
  resources: Readonly<Record<string, TemplateResource>>,
  leftOut: ReadonlySet<string>,
  id: string,
  seen: ReadonlySet<string> = new Set(),
): readonly string[] {
  const names = dependencies(resources[id]?.DependsOn);
  return [
    ...new Set(
      names.flatMap((name) => {
        if (!leftOut.has(name)) return [name];
        if (seen.has(name)) return [];
        const implied = references(resources[name]?.Properties).map((one) => one.id);
        return [
          ...implied.filter((one) => one in resources && !leftOut.has(one)),
          ...waitsFor(resources, leftOut, name, new Set([...seen, name])),
        ];
      }),
    ),
  ].filter((name) => name !== id);
}

/**
 * @throws LocalCloudError when something that stays refers to something that is left out; it names each such pair.
 */
export function localizeTemplate(stack: string, template: Template, rules: Rules): LocalTemplate {
  const resources = Object.entries(template.Resources ?? {}).map(([logicalId, { Type }]) => ({
    logicalId,
    type: Type,
    ...routeOf(Type, rules),
  }));
  const leftOut = new Map(resources.filter(({ route }) => route === 'left-out').map((one) => [one.logicalId, one]));
  const original = template.Resources ?? {};
  const localized: Record<string, TemplateResource> = {};
  for (const { logicalId, route } of resources) {
    const resource = original[logicalId];
    if (route === 'left-out' || resource === undefined) continue;
    const order = waitsFor(original, new Set(leftOut.keys()), logicalId);
    const { DependsOn: _, ...rest } = localResource(resource, route, rules.serviceToken);
    localized[logicalId] = { ...rest, ...(order.length > 0 ? { DependsOn: order } : {}) } as TemplateResource;
  }
  refuseDangling(stack, { ...template, Resources: localized }, leftOut);
  return { template: { ...template, Resources: localized }, resources };
}

function refuseDangling(stack: string, template: Template, leftOut: ReadonlyMap<string, LocalResource>): void {
  if (leftOut.size === 0) return;
  const parts = [
    ...Object.entries(template.Resources ?? {}).map(([id, one]) => ({
      name: `${one.Type} ${id}`,
      found: references(one.Properties),
    })),
    ...Object.entries(template.Outputs ?? {}).map(([id, one]) => ({ name: `output ${id}`, found: references(one) })),
  ];
  const dangling = parts.flatMap(({ name, found }) =>
    found.flatMap(({ id, by }) => {
      const gone = leftOut.get(id);
      return gone ? [`${name} refers by ${by} to ${gone.type} ${id}, which is left out: ${gone.reason}`] : [];
    }),
  );
  if (dangling.length === 0) return;
  throw new LocalCloudError(
    `Stack ${stack} cannot be deployed locally; ${dangling.length} reference${dangling.length === 1 ? '' : 's'} would dangle:\n${[...new Set(dangling)].map((line) => `  ${line}`).join('\n')}`,
    'Give the type a maker in local/provider (docs/local-cloud.md says how), or take the reference out of the template.',
  );
}
