/**
 * The flow of PHI: who signs in where, which function acts in whose name on which store, under which key, and where copies
 * and records of it go. 45 CFR 164.308(a)(1)(ii)(A), 164.312(b). From the templates alone; pure.
 */
import type { Config } from '../../config/schema';
import { practiceOf, regionOf } from '../../cost/places';
import { at, records, str, tags } from '../../resources/read';
import type { TemplateResource, TemplateSet } from '../../resources/template';
import { type Data, isKnown } from '../../resources/value';
import { idOf, meantBy } from './assets';
import { becomes, type Use, usesGranted } from './grants';

export interface FlowNode {
  readonly id: string;
  readonly name: string;
}

/** A store of practice data. */
export interface FlowStore extends FlowNode {
  readonly kind: 'bucket' | 'table';
  readonly dataClass: string;
  /** Id and alias of the key that it is encrypted under. */
  readonly key: string;
  readonly keyAlias?: string;
  readonly who: readonly { readonly role: string; readonly uses: readonly Use[] }[];
  readonly backup?: string;
  /** What looks into each new object. */
  readonly scannedBy: readonly string[];
}

export interface FlowFunction extends FlowNode {
  readonly inNetwork: boolean;
  /** Names of the roles in whose name it acts. */
  readonly actsAs: readonly string[];
}

export interface FlowApi extends FlowNode {
  readonly routes: readonly string[];
  /** Ids of the user pools whose tokens it takes; a route without an authorizer takes anybody. */
  readonly signIn: readonly string[];
  readonly open: readonly string[];
  readonly functions: readonly string[];
}

export interface PracticeFlow {
  readonly practice: string;
  /** The name that people use. */
  readonly name: string;
  readonly apis: readonly FlowApi[];
  readonly functions: readonly FlowFunction[];
  readonly stores: readonly FlowStore[];
}

export interface FlowCopy extends FlowNode {
  readonly region: string;
  readonly key: string;
  /** Locked: nobody can delete from it before its time. */
  readonly locked: boolean;
}

export interface FlowRecord extends FlowNode {
  readonly kind: 'trail' | 'logs' | 'bucket';
  /** Ids of what it tells of. */
  readonly of: readonly string[];
}

export interface FlowEdge {
  readonly from: string;
  readonly to: string;
  readonly how: string;
}

export interface PhiFlow {
  readonly signIn: readonly (FlowNode & { readonly mfa: boolean })[];
  readonly practices: readonly PracticeFlow[];
  readonly copies: readonly FlowCopy[];
  readonly records: readonly FlowRecord[];
  readonly edges: readonly FlowEdge[];
}

const practiceClasses = ['phi', 'billing', 'operational', 'deidentified'];

const byId = (a: { readonly id: string }, b: { readonly id: string }): number => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

const word = ({ properties }: TemplateResource, path: string): string => {
  const value = str(properties, path, '');
  return isKnown(value) ? value : '';
};

const tagOf = ({ properties }: TemplateResource, key: string): string | undefined => {
  const found = tags(properties);
  return isKnown(found) ? found[key] : undefined;
};

/** Every resource that is named by a mark anywhere in the data. */
const marked = (data: Data | undefined, set: TemplateSet): readonly TemplateResource[] =>
  [...JSON.stringify(data ?? null).matchAll(/\{\{[^{}]+\}\}/g)].flatMap(([text]) => set.target(text) ?? []);

/** The stack's resources of a type. */
const within = (set: TemplateSet, type: string, stack: string) => set.ofType(type).filter((one) => one.stack === stack);

const keyPaths = [
  'BucketEncryption.ServerSideEncryptionConfiguration',
  'SSESpecification.KMSMasterKeyId',
  'EncryptionKeyArn',
];

function keyOf(resource: TemplateResource, set: TemplateSet): TemplateResource | undefined {
  return keyPaths.flatMap((path) => marked(at(resource.properties, path), set)).find(({ type }) => type === 'AWS::KMS::Key');
}

function keyFields(store: TemplateResource, set: TemplateSet): Pick<FlowStore, 'key' | 'keyAlias'> {
  const key = keyOf(store, set);
  if (!key) return { key: 'a key of AWS' };
  const [alias] = set.attached(key, 'AWS::KMS::Alias', 'TargetKeyId').map((one) => word(one, 'AliasName'));
  return { key: idOf(key), ...(alias ? { keyAlias: alias } : {}) };
}

function storeOf(store: TemplateResource, practice: string, set: TemplateSet): FlowStore {
  const isBucket = store.type === 'AWS::S3::Bucket';
  const name = word(store, isBucket ? 'BucketName' : 'TableName') || store.logicalId;
  const backup = tagOf(store, 'backup');
  const who = set
    .ofType('AWS::IAM::Role')
    .map((role) => ({ role: word(role, 'RoleName') || role.logicalId, uses: usesGranted(role, store, practice, set) }))
    .filter(({ uses }) => uses.length > 0)
    .sort((a, b) => (a.role < b.role ? -1 : 1));
  return {
    id: idOf(store),
    name,
    kind: isBucket ? 'bucket' : 'table',
    dataClass: tagOf(store, 'data-class') ?? '',
    ...keyFields(store, set),
    who,
    ...(backup === undefined ? {} : { backup }),
    scannedBy: set
      .ofType('AWS::GuardDuty::MalwareProtectionPlan')
      .filter((plan) => word(plan, 'ProtectedResource.S3Bucket.BucketName') === name)
      .map(idOf),
  };
}

function apiOf(api: TemplateResource, set: TemplateSet): FlowApi {
  const routes = set.attached(api, 'AWS::ApiGatewayV2::Route', 'ApiId');
  const isOpen = (route: TemplateResource) => ['', 'NONE'].includes(word(route, 'AuthorizationType'));
  const keysOf = (some: readonly TemplateResource[]) => some.map((route) => word(route, 'RouteKey')).sort();
  const of = (type: string, property: string, wanted: string) =>
    [...new Set(set.attached(api, type, 'ApiId').flatMap(({ properties }) => marked(properties[property], set)))]
      .filter((found) => found.type === wanted)
      .map(idOf)
      .sort();
  return {
    id: idOf(api),
    name: word(api, 'Name') || api.logicalId,
    routes: keysOf(routes),
    open: keysOf(routes.filter(isOpen)),
    signIn: of('AWS::ApiGatewayV2::Authorizer', 'JwtConfiguration', 'AWS::Cognito::UserPool'),
    functions: of('AWS::ApiGatewayV2::Integration', 'IntegrationUri', 'AWS::Lambda::Function'),
  };
}

function functionOf(resource: TemplateResource, set: TemplateSet): FlowFunction {
  const role = set.target(resource.properties.Role);
  const others = role ? becomes(role, set.ofType('AWS::IAM::Role'), set) : [];
  return {
    id: idOf(resource),
    name: word(resource, 'FunctionName') || resource.logicalId,
    inNetwork: at(resource.properties, 'VpcConfig.SubnetIds') !== undefined,
    actsAs: others.map((one) => word(one, 'RoleName') || one.logicalId).sort(),
  };
}

function practiceFlow(practice: Config['practices'][number], stack: string, set: TemplateSet): PracticeFlow {
  const stores = ['AWS::S3::Bucket', 'AWS::DynamoDB::Table'].flatMap((type) => within(set, type, stack));
  return {
    practice: practice.id,
    name: practice.name,
    apis: within(set, 'AWS::ApiGatewayV2::Api', stack).map((api) => apiOf(api, set)).sort(byId),
    functions: within(set, 'AWS::Lambda::Function', stack).map((one) => functionOf(one, set)).sort(byId),
    stores: stores
      .filter((store) => practiceClasses.includes(tagOf(store, 'data-class') ?? ''))
      .map((store) => storeOf(store, practice.id, set))
      .sort(byId),
  };
}

const copiesOf = (set: TemplateSet, config: Config): readonly FlowCopy[] =>
  set
    .ofType('AWS::Backup::BackupVault')
    .map((vault) => ({
      id: idOf(vault),
      name: word(vault, 'BackupVaultName') || vault.logicalId,
      region: regionOf(vault.stack, config),
      key: keyFields(vault, set).key,
      locked: at(vault.properties, 'LockConfiguration') !== undefined,
    }))
    .sort(byId);

/** The trail tells of a store where one of its selectors names the beginning of its ARN. */
function toldByTrail(trail: TemplateResource, flows: readonly PracticeFlow[]): readonly string[] {
  const selectors = records(trail.properties, 'AdvancedEventSelectors');
  const fields = isKnown(selectors) ? JSON.stringify(selectors) : '';
  const begins = [...fields.matchAll(/"(?:arn:aws:s3:::|arn:aws:dynamodb:[^:]*:\d*:table\/)([^"]*)"/g)].map((found) => found[1] ?? '');
  return flows
    .flatMap(({ stores }) => stores)
    .filter(({ name }) => begins.some((begin) => !begin.endsWith('/') && name.startsWith(begin)))
    .map(({ id }) => id);
}

function recordsOf(set: TemplateSet, flows: readonly PracticeFlow[]): readonly FlowRecord[] {
  const trails = set.ofType('AWS::CloudTrail::Trail').map((trail) => ({
    id: idOf(trail),
    name: word(trail, 'TrailName') || trail.logicalId,
    kind: 'trail' as const,
    of: toldByTrail(trail, flows),
  }));
  const groups = set.ofType('AWS::Logs::LogGroup').flatMap((group) => {
    const name = word(group, 'LogGroupName');
    const of = [
      ...set.ofType('AWS::ApiGatewayV2::Stage').filter((stage) => word(stage, 'AccessLogSettings.DestinationArn').endsWith(`:${name}`)).map(({ properties }) => meantBy(String(properties.ApiId), set)),
      ...set.ofType('AWS::Lambda::Function').filter(({ properties }) => set.target(at(properties, 'LoggingConfig.LogGroup')) === group).map(idOf),
    ].filter((id) => flows.some(({ apis, functions }) => [...apis, ...functions].some((one) => one.id === id)));
    return of.length === 0 ? [] : [{ id: idOf(group), name, kind: 'logs' as const, of: of.sort() }];
  });
  const buckets = set.ofType('AWS::S3::Bucket').flatMap((bucket) => {
    const name = word(bucket, 'BucketName');
    const of = set.ofType('AWS::S3::Bucket').filter((one) => name !== '' && word(one, 'LoggingConfiguration.DestinationBucketName') === name).map(idOf);
    const told = of.filter((id) => flows.some(({ stores }) => stores.some((store) => store.id === id)));
    return told.length === 0 ? [] : [{ id: idOf(bucket), name, kind: 'bucket' as const, of: told.sort() }];
  });
  return [...trails, ...groups, ...buckets].sort(byId);
}
