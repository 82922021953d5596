/**
 * Which resources must outlive every release, and which of their properties CloudFormation can only change by putting a
 * new resource in the place of the old one.
 *
 * From AWS's service specification in the version that the pinned CDK CLI carries (`db.json.gz`, offline), and from a
 * short list of our own for what it leaves out.
 */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** Properties that cause a replacement, by type of the resources that are watched. */
export type ReplacementRules = Readonly<Record<string, readonly string[]>>;

/** Types that the specification does not call stateful, though something is lost with them. */
const alsoWatched: Readonly<Record<string, string>> = {
  'AWS::CloudTrail::Trail': 'between the old and the new one nothing is recorded',
  'AWS::Cognito::IdentityPool': 'identities of people and machines get new ids',
  'AWS::Cognito::UserPoolClient': 'applications hold its id, and its secret',
  'AWS::Cognito::UserPoolDomain': 'people and identity providers hold its address',
  'AWS::EC2::VPC': 'everything inside goes with it',
  'AWS::GuardDuty::Detector': 'findings and what it has learned are lost',
  'AWS::SNS::Subscription': 'whoever confirmed it has to confirm again',
  'AWS::SNS::Topic': 'its subscriptions go with it',
  'AWS::SecurityHub::Hub': 'findings, insights and suppressions are lost',
};

/**
 * Properties that can never change in place, which the specification does not mark: an update of them fails.
 *
 * KMS: "If you change the value of the KeySpec, KeyUsage, Origin, or MultiRegion properties of an existing KMS key, the
 * update request fails" (CloudFormation, AWS::KMS::Key). Cognito: "You can't change standard user pool attributes after
 * a user pool is created", and the sign-in options with them (Developer Guide, user pool attributes). DynamoDB: local
 * secondary indexes are made with their table alone (Developer Guide, LSI).
 */
const alsoReplacing: ReplacementRules = {
  'AWS::KMS::Key': ['KeySpec', 'KeyUsage', 'MultiRegion', 'Origin'],
  'AWS::Cognito::UserPool': ['AliasAttributes', 'UsernameAttributes', 'UsernameConfiguration'],
  'AWS::DynamoDB::GlobalTable': ['LocalSecondaryIndexes'],
  'AWS::DynamoDB::Table': ['LocalSecondaryIndexes'],
};

interface SpecifiedResource {
  readonly cloudFormationType: string;
  readonly isStateful?: boolean;
  readonly properties: Readonly<Record<string, { readonly causesReplacement?: 'yes' | 'no' | 'maybe' }>>;
}

interface Specification {
  readonly schema: { readonly resource: { readonly entities: readonly SpecifiedResource[] } };
}

/** The specification that the installed CDK CLI carries. It is no public interface: a test shows that it still reads. */
const specificationFile = (): string => join(dirname(require.resolve('aws-cdk/package.json')), 'db.json.gz');

/** The rules of every watched type, in order. */
export function readReplacementRules(file: string = specificationFile()): ReplacementRules {
  const { schema } = JSON.parse(gunzipSync(readFileSync(file)).toString('utf8')) as Specification;
  const watched = schema.resource.entities
    .filter(({ cloudFormationType, isStateful }) => isStateful === true || cloudFormationType in alsoWatched)
    .map(({ cloudFormationType, properties }): [string, readonly string[]] => {
      const marked = Object.keys(properties).filter((name) => (properties[name]?.causesReplacement ?? 'no') !== 'no');
      return [cloudFormationType, [...new Set([...marked, ...(alsoReplacing[cloudFormationType] ?? [])])].sort()];
    });
  return Object.fromEntries(watched.sort(([a], [b]) => (a < b ? -1 : 1)));
}
