/** Lambda functions, live. */
import { GetRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import {
  DeleteFunctionConcurrencyCommand,
  type FunctionConfiguration,
  GetFunctionConcurrencyCommand,
  GetFunctionConfigurationCommand,
  LambdaClient,
  ListTagsCommand,
  PutFunctionConcurrencyCommand,
  type Runtime,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateFunctionConfigurationCommand,
  type UpdateFunctionConfigurationRequest,
} from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { type FunctionState, lambdaFunction } from '../../../lib/resources/lambda-function';
import { unknown, type Value } from '../../../lib/resources/value';
import { ifAbsent, orUnknown } from './absent';
import { accessPuts, readAccess, readUrls } from './lambda-access';
import { codePuts, readCode, readSigning } from './lambda-code';
import { settled } from './lambda-settled';
import { defineLive, type Put, type SdkConfig } from './live';
import { ownTagRecord, tagChanges } from './tags';
import { writable } from './writable';

interface Clients {
  readonly lambda: LambdaClient;
  readonly iam: IAMClient;
  readonly s3: S3Client;
}

const open = (sdk: SdkConfig): Clients => ({
  lambda: new LambdaClient(sdk('lambda')),
  iam: new IAMClient(sdk('iam')),
  s3: new S3Client({ ...sdk('s3'), forcePathStyle: true }),
});

async function boundaryOf(iam: IAMClient, role: string): Promise<string | null> {
  const { Role } = await iam.send(new GetRoleCommand({ RoleName: role.split('/').at(-1) }));
  return Role?.PermissionsBoundary?.PermissionsBoundaryArn ?? null;
}

/** Whoever may not use the key is told so in place of the variables. */
const environmentOf = ({ Environment }: FunctionConfiguration): FunctionState['environment'] =>
  Environment?.Error
    ? unknown(`the environment cannot be read: ${Environment.Error.ErrorCode} ${Environment.Error.Message}`)
    : (Environment?.Variables ?? {});

const stated = (config: FunctionConfiguration) => ({
  role: config.Role ?? '',
  environment: environmentOf(config),
  key: config.KMSKeyArn || null,
  network: { subnets: config.VpcConfig?.SubnetIds ?? [], groups: config.VpcConfig?.SecurityGroupIds ?? [] },
  runtime: config.Runtime || null,
  handler: config.Handler || null,
  layers: (config.Layers ?? []).flatMap(({ Arn }) => Arn ?? []),
  logGroup: config.LoggingConfig?.LogGroup,
});

async function read({ iam, lambda, s3 }: Clients, name: string, declared?: FunctionState) {
  const FunctionName = name;
  const config = await lambda
    .send(new GetFunctionConfigurationCommand({ FunctionName }))
    .catch(ifAbsent('ResourceNotFoundException'));
  if (!config) return undefined;
  const role = config.Role ?? '';
  const [access, boundary, code, concurrency, signing, tags, urls] = await Promise.all([
    readAccess(lambda, name),
    orUnknown(`the role ${role}`, boundaryOf(iam, role)),
    readCode(s3, config.CodeSha256, declared?.code),
    lambda.send(new GetFunctionConcurrencyCommand({ FunctionName })),
    readSigning(lambda, name),
    lambda.send(new ListTagsCommand({ Resource: config.FunctionArn })),
    readUrls(lambda, name),
  ]);
  return {
    ...stated(config),
    name,
    account: config.FunctionArn?.split(':')[4] ?? '',
    access,
    urls,
    boundary,
    concurrency: concurrency.ReservedConcurrentExecutions ?? null,
    code,
    signing,
    tags: ownTagRecord(tags.Tags),
  };
}

type Change = Omit<UpdateFunctionConfigurationRequest, 'FunctionName'>;

const list = (value: Value<readonly string[]>): string[] => [...writable(value)];

/** What `UpdateFunctionConfiguration` is told, by path: what it is not told stays. */
const changes: Readonly<Record<string, (declared: FunctionState, live: FunctionConfiguration) => Change>> = {
  role: ({ role }) => ({ Role: writable(role) }),
  environment: ({ environment }) => ({ Environment: { Variables: { ...writable(environment) } } }),
  key: ({ key }) => ({ KMSKeyArn: writable(key) ?? '' }),
  network: ({ network }, { VpcConfig }) => ({
    VpcConfig: {
      Ipv6AllowedForDualStack: VpcConfig?.Ipv6AllowedForDualStack,
      SubnetIds: list(network.subnets),
      SecurityGroupIds: list(network.groups),
    },
  }),
  runtime: ({ runtime }) => ({ Runtime: (writable(runtime) ?? undefined) as Runtime | undefined }),
  handler: ({ handler }) => ({ Handler: writable(handler) ?? undefined }),
  layers: ({ layers }) => ({ Layers: list(layers) }),
  logGroup: ({ logGroup }, { LoggingConfig }) => ({
    LoggingConfig: { ...LoggingConfig, LogGroup: writable(logGroup) },
  }),
};

const configure =
  (lambda: LambdaClient, path: keyof typeof changes): Put<FunctionState> =>
  async (FunctionName, declared) => {
    await settled(lambda, FunctionName);
    const live = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
    const change = changes[path]?.(declared, live);
    // Refused where somebody else changed the function in between.
    const { RevisionId } = live;
    await lambda.send(new UpdateFunctionConfigurationCommand({ ...change, FunctionName, RevisionId }));
    await settled(lambda, FunctionName);
  };

function otherPuts(lambda: LambdaClient): Record<'concurrency' | 'tags', Put<FunctionState>> {
  return {
    concurrency: async (FunctionName, { concurrency }) => {
      const count = writable(concurrency);
      await (count === null
        ? lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName }))
        : lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: count })));
    },
    tags: async (FunctionName, declared, live) => {
      const { remove, set } = tagChanges(writable(declared.tags), writable(live.tags));
      const { FunctionArn: Resource } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
      if (Object.keys(set).length > 0) await lambda.send(new TagResourceCommand({ Resource, Tags: { ...set } }));
      if (remove.length > 0) await lambda.send(new UntagResourceCommand({ Resource, TagKeys: [...remove] }));
    },
  };
}

export const lambdaFunctionLive = defineLive<FunctionState>({
  kind: lambdaFunction,
  open(sdk) {
    const clients = open(sdk);
    const { lambda } = clients;
    const put = (path: string) => configure(lambda, path);
    // One call writes both, so they share it: neither is written where the other must stay as it is.
    const network = put('network');
    return {
      read: (name, declared) => read(clients, name, declared),
      puts: {
        ...Object.fromEntries(Object.keys(changes).map((path) => [path, put(path)])),
        'network.subnets': network,
        'network.groups': network,
        // A role outside the boundary is answered by the role that is declared.
        boundary: put('role'),
        ...accessPuts(lambda),
        ...codePuts(lambda),
        ...otherPuts(lambda),
      },
    };
  },
});
