/**
 * The inventory of assets: everything that the templates declare, where it comes from, what it holds, and what guards it.
 * 45 CFR 164.308(a)(1)(ii)(A), 164.310(d)(2)(iii). Pure.
 */
import type { Config } from '../../config/schema';
import { practiceOf, regionOf } from '../../cost/places';
import { str, tags } from '../../resources/read';
import { idOf, type TemplateResource, type TemplateSet } from '../../resources/template';
import { type Data, isKnown, isUnknown } from '../../resources/value';
import type { EvidenceFacts, Origin } from '../facts';

export interface Asset {
  /** Stack and logical id: `lakeside-audit/Trail022F0CF2`. */
  readonly id: string;
  readonly type: string;
  /** Physical name, where the template gives one. */
  readonly name?: string;
  /** Construct path. */
  readonly path?: string;
  /** `file:line` of the code that made it. */
  readonly source?: string;
  readonly region: string;
  readonly practice?: string;
  /** Class of data that it holds or handles, by its tag. */
  readonly dataClass?: string;
  /** Ids of the keys under which it is encrypted; what stands there as it is, where no template declares it. */
  readonly keys: readonly string[];
  /** Which backup takes it, by its tag. */
  readonly backup?: string;
  /** Ids of the subnets or the network that it stands in. */
  readonly network: readonly string[];
  /** What becomes of it when its stack goes. */
  readonly onDelete: string;
}

export interface Inventory {
  readonly deployment: string;
  readonly account: string;
  readonly region: string;
  readonly assets: readonly Asset[];
  readonly byType: readonly { readonly type: string; readonly count: number }[];
  readonly byDataClass: readonly { readonly dataClass: string; readonly count: number }[];
}

/** Properties that name the key of what they belong to, whatever a service calls it. */
const keyProperty =
  /^(S3)?Kms(Master)?Key(Arn|I[dD])$|^KMS(Master)?Key(Id|ID|Arn)$|^(Encryption|ReplicaKms)Key(Arn|ID)$/;

function keysIn(data: Data | undefined, found: Set<string>): void {
  if (typeof data !== 'object' || data === null || isUnknown(data)) return;
  for (const [name, value] of Object.entries(data)) {
    if (typeof value === 'string' && keyProperty.test(name)) found.add(value);
    else keysIn(value as Data, found);
  }
}

/** A reference as the id of what it means; a literal as it is. */
export const meantBy = (text: string, set: TemplateSet): string => {
  const target = set.target(text);
  return target ? idOf(target) : text;
};

function keysOf({ properties, type }: TemplateResource, set: TemplateSet): readonly string[] {
  // A policy or an environment speaks of keys without being encrypted under them.
  if (type.startsWith('AWS::IAM::')) return [];
  const { Environment: _environment, PolicyDocument: _policy, ...rest } = properties;
  const found = new Set<string>();
  keysIn(rest, found);
  return [...found].map((text) => meantBy(text, set)).sort();
}

const networkProperties = ['SubnetIds', 'SubnetId', 'VpcId'];

function networkOf({ properties }: TemplateResource, set: TemplateSet): readonly string[] {
  const vpc = properties.VpcConfig;
  const places =
    typeof vpc === 'object' && vpc !== null && !Array.isArray(vpc) ? (vpc as typeof properties) : properties;
  for (const property of networkProperties) {
    const value = places[property];
    const texts = (Array.isArray(value) ? value : [value]).filter((one): one is string => typeof one === 'string');
    if (texts.length > 0) return texts.map((text) => meantBy(text, set)).sort();
  }
  return [];
}

const nameProperties = [
  ...['BucketName', 'TableName', 'FunctionName', 'QueueName', 'TopicName', 'RoleName', 'LogGroupName', 'AlarmName'],
  ...['TrailName', 'BackupVaultName', 'UserPoolName', 'IdentityPoolName', 'GroupName', 'AliasName', 'ConfigRuleName'],
  ...['ManagedPolicyName', 'AnalyzerName', 'Name'],
];

function nameOf({ properties }: TemplateResource): string | undefined {
  for (const property of nameProperties) {
    const name = str(properties, property, undefined);
    if (typeof name === 'string') return name;
  }
  return undefined;
}

/** Optional fields that are not known are absent, so that no reader takes an empty text for a fact. */
const given = <T extends object>(fields: T): Partial<T> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<T>;

function assetOf(resource: TemplateResource, set: TemplateSet, config: Config, origin: Origin | undefined): Asset {
  const found = tags(resource.properties);
  const tagged = isKnown(found) ? found : {};
  return {
    id: idOf(resource),
    type: resource.type,
    region: regionOf(resource.stack, config),
    keys: keysOf(resource, set),
    network: networkOf(resource, set),
    onDelete: resource.deletionPolicy,
    ...given({
      name: nameOf(resource),
      path: origin?.path,
      source: origin?.source,
      practice: tagged.practice ?? practiceOf(resource.stack, config),
      dataClass: tagged['data-class'],
      backup: tagged.backup,
    }),
  };
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function countsOf(values: readonly string[]): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort(([a, n], [b, m]) => m - n || byText(a, b));
}

export function inventoryOf({ config, origins, set }: Pick<EvidenceFacts, 'config' | 'origins' | 'set'>): Inventory {
  const origin = new Map(origins.map((one) => [idOf(one), one]));
  const assets = set.resources
    .map((resource) => assetOf(resource, set, config, origin.get(idOf(resource))))
    .sort((a, b) => byText(a.id, b.id));
  return {
    deployment: config.name,
    account: config.account,
    region: config.region,
    assets,
    byType: countsOf(assets.map(({ type }) => type)).map(([type, count]) => ({ type, count })),
    byDataClass: countsOf(assets.flatMap(({ dataClass }) => dataClass ?? [])).map(([dataClass, count]) => ({
      dataClass,
      count,
    })),
  };
}
