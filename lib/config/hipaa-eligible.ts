/**
 * AWS services under the AWS BAA, as far as this blueprint's templates name them: the service part of a CloudFormation
 * type to the name on AWS's list.
 *
 * From AWS's "HIPAA Eligible Services Reference" as known in November 2026. Check the page before a release: AWS adds
 * services often and has never removed one.
 */
export const hipaaEligibleAsOf = '2026-11-23';

/** Services that store, process or transmit PHI, or may: on AWS's list. */
export const hipaaEligible: Readonly<Record<string, string>> = {
  ApiGateway: 'Amazon API Gateway',
  ApiGatewayV2: 'Amazon API Gateway',
  Athena: 'Amazon Athena',
  Backup: 'AWS Backup',
  CloudTrail: 'AWS CloudTrail',
  CloudWatch: 'Amazon CloudWatch',
  Cognito: 'Amazon Cognito',
  Config: 'AWS Config',
  DynamoDB: 'Amazon DynamoDB',
  EC2: 'Amazon EC2 and Amazon VPC',
  ECS: 'Amazon ECS',
  EFS: 'Amazon EFS',
  ElasticLoadBalancingV2: 'Elastic Load Balancing',
  Events: 'Amazon EventBridge',
  GuardDuty: 'Amazon GuardDuty',
  InspectorV2: 'Amazon Inspector',
  KMS: 'AWS Key Management Service',
  Kinesis: 'Amazon Kinesis Data Streams',
  Lambda: 'AWS Lambda',
  Logs: 'Amazon CloudWatch Logs',
  Macie: 'Amazon Macie',
  OpenSearchService: 'Amazon OpenSearch Service',
  RDS: 'Amazon RDS',
  Route53: 'Amazon Route 53',
  Route53Resolver: 'Amazon Route 53 Resolver',
  S3: 'Amazon S3',
  SNS: 'Amazon SNS',
  SQS: 'Amazon SQS',
  SSM: 'AWS Systems Manager',
  Scheduler: 'Amazon EventBridge Scheduler',
  SecretsManager: 'AWS Secrets Manager',
  SecurityHub: 'AWS Security Hub',
  StepFunctions: 'AWS Step Functions',
  WAFv2: 'AWS WAF',
};

/** Services that never touch PHI: they hold identities, policies or descriptions, and need not be on the list. */
export const neverTouchesPhi: readonly string[] = ['AccessAnalyzer', 'CDK', 'CloudFormation', 'IAM', 'Organizations'];
