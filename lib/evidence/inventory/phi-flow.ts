/**
 * The flow of PHI: who signs in where, which function acts in whose name on which store, under which key, and where copies
 * and records of it go. 45 CFR 164.308(a)(1)(ii)(A), 164.312(b). From the templates alone; pure.
 */
import type { Config } from '../../config/schema';
import { practiceOf, regionOf } from '../../cost/places';
import { at } from '../../resources/read';
import { idOf, type TemplateResource, type TemplateSet } from '../../resources/template';
import type { FlowApi, FlowCopy, FlowEdge, FlowFunction, FlowStore, PhiFlow, PracticeFlow } from './flow';
import { recordsOf } from './flow-records';
import { becomes, type Grantee, granteesOf, usesGranted } from './grants';
import { byId, marked, tagOf, within, word } from './look-up';

const practiceClasses = ['phi', 'billing', 'operational', 'deidentified'];

const keyPaths = [
  'BucketEncryption.ServerSideEncryptionConfiguration',
  'SSESpecification.KMSMasterKeyId',
  'EncryptionKeyArn',
];

function keyOf(resource: TemplateResource, set: TemplateSet): TemplateResource | undefined {
  return keyPaths
    .flatMap((path) => marked(at(resource.properties, path), set))
    .find(({ type }) => type === 'AWS::KMS::Key');
}

function keyFields(store: TemplateResource, set: TemplateSet): Pick<FlowStore, 'key' | 'keyAlias'> {
  const key = keyOf(store, set);
  if (!key) return { key: 'a key of AWS' };
  const [alias] = set.attached(key, 'AWS::KMS::Alias', 'TargetKeyId').map((one) => word(one, 'AliasName'));
  return { key: idOf(key), ...(alias ? { keyAlias: alias } : {}) };
}

function storeOf(store: TemplateResource, practice: string, grantees: readonly Grantee[], set: TemplateSet): FlowStore {
  const isBucket = store.type === 'AWS::S3::Bucket';
  const name = word(store, isBucket ? 'BucketName' : 'TableName') || store.logicalId;
  const backup = tagOf(store, 'backup');
  const who = grantees
    .map((one) => ({
      role: word(one.role, 'RoleName') || one.role.logicalId,
      uses: usesGranted(one, store, practice),
    }))
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

function functionOf(resource: TemplateResource, grantees: readonly Grantee[], set: TemplateSet): FlowFunction {
  const role = set.target(resource.properties.Role);
  const grantee = grantees.find((one) => one.role === role);
  const others = grantee ? becomes(grantee, grantees) : [];
  return {
    id: idOf(resource),
    name: word(resource, 'FunctionName') || resource.logicalId,
    inNetwork: at(resource.properties, 'VpcConfig.SubnetIds') !== undefined,
    actsAs: others.map((one) => word(one, 'RoleName') || one.logicalId).sort(),
  };
}

function practiceFlow(
  practice: Config['practices'][number],
  stack: string,
  grantees: readonly Grantee[],
  set: TemplateSet,
): PracticeFlow {
  const stores = ['AWS::S3::Bucket', 'AWS::DynamoDB::Table'].flatMap((type) => within(set, type, stack));
  return {
    practice: practice.id,
    name: practice.name,
    apis: within(set, 'AWS::ApiGatewayV2::Api', stack)
      .map((api) => apiOf(api, set))
      .sort(byId),
    functions: within(set, 'AWS::Lambda::Function', stack)
      .map((one) => functionOf(one, grantees, set))
      .sort(byId),
    stores: stores
      .filter((store) => practiceClasses.includes(tagOf(store, 'data-class') ?? ''))
      .map((store) => storeOf(store, practice.id, grantees, set))
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

/** Where the plan of a vault sends each backup on to. */
function sentOn(set: TemplateSet): readonly FlowEdge[] {
  const vaults = set.ofType('AWS::Backup::BackupVault');
  const named = (text: string) => vaults.find((vault) => text.endsWith(`:${word(vault, 'BackupVaultName')}`));
  return set.ofType('AWS::Backup::BackupPlan').flatMap(({ properties }) => {
    const rules = JSON.stringify(at(properties, 'BackupPlan.BackupPlanRule') ?? []);
    const targets = [...rules.matchAll(/"DestinationBackupVaultArn":"([^"]+)"/g)].flatMap(
      (found) => named(found[1] ?? '') ?? [],
    );
    const sources = marked(at(properties, 'BackupPlan.BackupPlanRule'), set).filter(
      ({ type }) => type === 'AWS::Backup::BackupVault',
    );
    return sources.flatMap((from) =>
      targets.map((to) => ({ from: idOf(from), to: idOf(to), how: 'every backup is copied' })),
    );
  });
}

/** The vault that a daily backup goes to, by the plans and the tag that their selections ask for. */
function backupVaults(set: TemplateSet, tag: string): readonly string[] {
  return set
    .ofType('AWS::Backup::BackupSelection')
    .filter(({ properties }) =>
      JSON.stringify(properties).includes(
        `"ConditionKey":"backup","ConditionType":"STRINGEQUALS","ConditionValue":"${tag}"`,
      ),
    )
    .flatMap(({ properties }) => marked(properties.BackupPlanId, set))
    .flatMap((plan) => marked(at(plan.properties, 'BackupPlan.BackupPlanRule'), set))
    .filter(({ type }) => type === 'AWS::Backup::BackupVault')
    .map(idOf);
}

function edgesOf(flow: PracticeFlow, set: TemplateSet): readonly FlowEdge[] {
  const apis = flow.apis.flatMap((api) => [
    ...api.signIn.map((from) => ({ from, to: api.id, how: 'token of a person' })),
    ...api.functions.map((to) => ({ from: api.id, to, how: 'request' })),
  ]);
  const works = flow.functions.flatMap(({ actsAs, id }) =>
    flow.stores.flatMap(({ id: to, who }) =>
      who
        .filter(({ role }) => actsAs.includes(role))
        .map(({ role, uses }) => ({ from: id, to, how: `${uses.join(' and ')} as ${role}` })),
    ),
  );
  const kept = flow.stores.flatMap(({ backup, id, key }) => [
    { from: id, to: key, how: 'encrypted under' },
    ...(backup === undefined
      ? []
      : backupVaults(set, backup).map((to) => ({ from: id, to, how: `backup, ${backup}` }))),
  ]);
  return [...apis, ...works, ...kept];
}

export function phiFlowOf(set: TemplateSet, config: Config): PhiFlow {
  const stackOf = new Map(set.resources.map(({ stack }) => [practiceOf(stack, config) ?? '', stack]));
  const grantees = granteesOf(set);
  const practices = config.practices.map((one) => practiceFlow(one, stackOf.get(one.id) ?? '', grantees, set));
  const told = recordsOf(set, practices);
  return {
    signIn: set
      .ofType('AWS::Cognito::UserPool')
      .map((pool) => ({
        id: idOf(pool),
        name: word(pool, 'UserPoolName'),
        mfa: word(pool, 'MfaConfiguration') === 'ON',
      }))
      .sort(byId),
    practices,
    copies: copiesOf(set, config),
    records: told,
    edges: [
      ...practices.flatMap((flow) => edgesOf(flow, set)),
      ...sentOn(set),
      ...told.flatMap(({ id, kind, of }) =>
        of.map((from) => ({ from, to: id, how: kind === 'trail' ? 'each access' : 'records' })),
      ),
    ],
  };
}
