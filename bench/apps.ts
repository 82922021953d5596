/** The apps that are measured: ours, by number of practices, and a plain one of as many resources for comparison. */
import { App, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AttributeType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { ManagedPolicy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { context } from '../cdk.json';
import { type Config, configSchema } from '../lib/config/schema';

/** Ids are of letters: `a`, `b`, … `z`, `ba`. */
function idOf(index: number): string {
  const letters = index
    .toString(26)
    .split('')
    .map((digit) => String.fromCharCode(97 + Number.parseInt(digit, 26)));
  return `practice-${letters.join('')}`;
}

/** A tier with so many practices in one app. */
export function benchConfig(practices: number, tier: 'clinic' | 'hospital' = 'clinic'): Config {
  const hospital = {
    availabilityZones: ['us-east-1a', 'us-east-1b', 'us-east-1c'],
    backup: { copyRegion: 'us-west-2' },
  };
  return configSchema.parse({
    tier,
    mode: 'trial',
    name: 'bench',
    organisation: { name: 'Bench' },
    account: '111122223333',
    region: 'us-east-1',
    availabilityZones: ['us-east-1a', 'us-east-1b'],
    allowedRegions: tier === 'hospital' ? ['us-east-1', 'us-west-2'] : ['us-east-1'],
    ...(tier === 'hospital' ? hospital : {}),
    practices: Array.from({ length: practices }, (_, index) => ({ id: idOf(index), name: `Practice ${index}` })),
    contacts: { security: 'security@example.com', privacy: 'privacy@example.com' },
  });
}

/** What a person writes who has read the CDK's guide and nothing else: L2 constructs and grants, no gate. */
class PlainTenant extends Stack {
  constructor(app: App, id: string) {
    super(app, id, { env: { account: '111122223333', region: 'us-east-1' } });
    const encryptionKey = new Key(this, 'Key', { enableKeyRotation: true, alias: id.toLowerCase() });
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    new ManagedPolicy(this, 'Policy', {
      roles: [role],
      statements: [new PolicyStatement({ actions: ['s3:ListAllMyBuckets'], resources: ['*'] })],
    });
    for (const part of ['A', 'B', 'C']) {
      const bucket = new Bucket(this, `Bucket${part}`, {
        encryption: BucketEncryption.KMS,
        encryptionKey,
        enforceSSL: true,
        versioned: true,
        lifecycleRules: [{ expiration: Duration.days(365) }],
        removalPolicy: RemovalPolicy.RETAIN,
      });
      const table = new Table(this, `Table${part}`, {
        partitionKey: { name: 'id', type: AttributeType.STRING },
        encryptionKey,
      });
      const handler = new LambdaFunction(this, `Function${part}`, {
        runtime: Runtime.NODEJS_22_X,
        handler: 'index.handler',
        code: Code.fromInline('exports.handler = async () => {}'),
        role,
        logGroup: new LogGroup(this, `Logs${part}`),
      });
      bucket.grantReadWrite(handler);
      table.grantReadWriteData(handler);
      new Queue(this, `Queue${part}`, { encryptionMasterKey: encryptionKey });
      new Topic(this, `Topic${part}`, { masterKey: encryptionKey });
    }
  }
}

/** @param resources about how many the app is to have */
export function plainApp(resources: number, outdir: string): App {
  const app = new App({ outdir, analyticsReporting: false, context });
  const eachTenant = 26;
  for (let index = 0; index < Math.max(1, Math.round(resources / eachTenant)); index += 1)
    new PlainTenant(app, `Plain-${idOf(index)}`);
  return app;
}
