/** A Lambda function of ours: bundled locally, its own role and log group, its environment under a customer key. */
import { writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { AssetHashType, DockerImage, Duration, type RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { ISecurityGroup, IVpc } from 'aws-cdk-lib/aws-ec2';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import {
  Architecture,
  Code,
  type FunctionUrl,
  Function as LambdaFunction,
  LoggingFormat,
  type Permission,
  Runtime,
} from 'aws-cdk-lib/aws-lambda';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { SafeguardError } from '../errors';
import { AsepsisRole } from './asepsis-role';
import { EncryptedLogGroup } from './encrypted-log-group';
import { functionBundle } from './function-bundles';
import { isUnnamed, uphold } from './safeguards';

export interface SecureFunctionProps {
  /** Physical name; starts with the deployment's name. */
  readonly functionName: string;
  readonly description: string;
  /** Name of its role, where other roles trust it by name. @default a name that CloudFormation makes */
  readonly roleName?: string;
  /** The TypeScript file with the exported `handler`. */
  readonly entry: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Encrypts environment and logs. */
  readonly encryptionKey: IKey;
  /** Prefix of the log group's name, `/asepsis/<deployment>/`. */
  readonly logPrefix: string;
  readonly logRetention: RetentionDays;
  readonly removalPolicy: RemovalPolicy;
  /** @default 30 seconds */
  readonly timeout?: Duration;
  /** Copies that may run at once: a bound on cost and on damage. @default 5 */
  readonly reservedConcurrency?: number;
  /** Keeps what an asynchronous invocation failed with. @default none: who invokes it waits for its answer */
  readonly deadLetterQueue?: IQueue;
  /** Where a function that touches PHI runs. @default outside the network, for the control plane only */
  readonly network?: { readonly vpc: IVpc; readonly securityGroup: ISecurityGroup };
}

/**
 * The bundle of a function, through the CDK's own hook: it knows which stacks need no bundle, writes into the cloud assembly
 * alone, and takes the asset's digest of what was written.
 *
 * @throws BundleError
 */
function bundledCode(scope: Construct, entry: string): Code {
  // The hook would wrap the error into one of its own.
  if (Stack.of(scope).bundlingRequired) functionBundle(entry);
  return Code.fromAsset(dirname(entry), {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      image: DockerImage.fromRegistry('none: esbuild is called by us'),
      // Nobody runs it: it tells the CDK's cache one function of a folder from another.
      command: [basename(entry)],
      local: {
        tryBundle: (folder) => {
          writeFileSync(join(folder, 'index.js'), functionBundle(entry).contents);
          return true;
        },
      },
    },
  });
}

/** Least privilege: its role writes to its own log group and does what is granted, nothing else. */
export class SecureFunction extends LambdaFunction {
  constructor(scope: Construct, id: string, props: SecureFunctionProps) {
    const logGroup = new EncryptedLogGroup(scope, `${id}Logs`, {
      logGroupName: `${props.logPrefix}${props.functionName}`,
      encryptionKey: props.encryptionKey,
      retention: props.logRetention,
      removalPolicy: props.removalPolicy,
    });
    const role = new AsepsisRole(scope, `${id}Role`, {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      description: `Runs ${props.functionName}`,
      roleName: props.roleName,
      statements: [
        new PolicyStatement({
          sid: 'Logs',
          actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
          resources: [`${logGroup.plainArn}:log-stream:*`],
        }),
        ...(props.network ? [networkInterfaces()] : []),
      ],
    });
    super(scope, id, {
      functionName: props.functionName,
      description: props.description,
      code: bundledCode(scope, props.entry),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: 256,
      timeout: props.timeout ?? Duration.seconds(30),
      reservedConcurrentExecutions: props.reservedConcurrency ?? 5,
      environment: { ...props.environment },
      environmentEncryption: props.encryptionKey,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      ...(props.deadLetterQueue ? { deadLetterQueue: props.deadLetterQueue } : {}),
      role,
      ...(props.network
        ? {
            vpc: props.network.vpc,
            securityGroups: [props.network.securityGroup],
            vpcSubnets: { subnets: props.network.vpc.isolatedSubnets },
          }
        : {}),
    });
  }

  /** @throws SafeguardError for everyone, and for a service that anybody's resource could send */
  override addPermission(id: string, permission: Permission): void {
    const { principal, sourceAccount, sourceArn } = permission;
    const bound = sourceArn !== undefined || sourceAccount !== undefined;
    uphold(this.node.path, [
      [!isUnnamed(principal), 'a permission for the principal *', 'a named principal', 'Name who may invoke it.'],
      [
        bound || !(principal instanceof ServicePrincipal),
        'a permission for a service, whoever uses it',
        'one with sourceArn or sourceAccount',
        'Say which resource, or whose, the service may act for.',
      ],
    ]);
    super.addPermission(id, permission);
  }

  /** @throws SafeguardError always: a function of ours has no door to the internet of its own */
  override addFunctionUrl(): FunctionUrl {
    throw new SafeguardError(this.node.path, 'a function URL', 'none', 'Put an API with an authorizer before it.');
  }
}

/** Lambda's own demand for functions in a network: EC2 offers no resource to name when an interface is made. */
function networkInterfaces(): PolicyStatement {
  return new PolicyStatement({
    sid: 'NetworkInterfaces',
    actions: [
      'ec2:AssignPrivateIpAddresses',
      'ec2:CreateNetworkInterface',
      'ec2:DeleteNetworkInterface',
      'ec2:DescribeNetworkInterfaces',
      'ec2:DescribeSubnets',
      'ec2:UnassignPrivateIpAddresses',
    ],
    resources: ['*'],
  });
}
