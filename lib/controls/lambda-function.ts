/** Controls on Lambda functions, and on what feeds them. */
import { lambdaEventSourceMapping } from '../resources/lambda-event-source-mapping';
import { type FunctionState, lambdaFunction } from '../resources/lambda-function';
import { isKnown, isUnknown } from '../resources/value';
import { defineControl } from './control';
import { admitsNoOutsider } from './policy-checks';
import { all, check, notConcerned } from './verdict';

/** A function is read whole, whichever control asks. */
const reading = [
  'iam:GetRole',
  // Without it Lambda answers an error in place of the environment.
  'kms:Decrypt',
  'lambda:GetCodeSigningConfig',
  'lambda:GetFunctionCodeSigningConfig',
  'lambda:GetFunctionConcurrency',
  'lambda:GetFunctionConfiguration',
  'lambda:GetPolicy',
  'lambda:ListAliases',
  'lambda:ListFunctionUrlConfigs',
  'lambda:ListTags',
  'lambda:ListVersionsByFunction',
  's3:GetObject',
];
const configured = 'lambda:UpdateFunctionConfiguration20150331v2';
/** Lambda asks it of whoever names a role, a key or a network. */
const configuring = [...reading, 'lambda:UpdateFunctionConfiguration'];
const openness = [
  '164.308(a)(3)(i)',
  '164.308(a)(4)(ii)(A)',
  '164.308(a)(4)(ii)(C)',
  '164.312(a)(1)',
  '164.312(e)(1)',
] as const;
const enforced = { resource: lambdaFunction, fix: { mode: 'enforce' } } as const;

/**
 * A practice's functions handle its PHI: the practice stack tags them. Foundation functions carry no such tag, and have
 * neither PHI nor, where they call services without a VPC endpoint, a way to run inside.
 */
const touchesPhi = ({ tags }: FunctionState): boolean => isKnown(tags) && ('practice' in tags || 'data-class' in tags);

/** Runtimes whose support has ended: Lambda patches them no more. Newer ones pass without a change here. */
const ended =
  /^(nodejs(4\.3(-edge)?|6\.10|8\.10|1[02468]\.x|20\.x)?|python(2\.7|3\.([6-9]|10))|ruby(2\.\d|3\.2)|java8|dotnet(core[123]\.[01]|[5-8](\.0)?)|go1\.x|provided(\.al2)?)$/;

const accessControls = [
  defineControl({
    ...enforced,
    id: 'lambda.function.public-permission',
    title: 'Nobody from outside may call a function: not everyone, no service for another account, no other account',
    hipaa: openness,
    configRule: 'lambda-function-public-access-prohibited',
    severity: 'critical',
    evaluate: ({ access, account }) =>
      all(
        admitsNoOutsider(
          'access.policy',
          access.policy,
          account,
          'callers of this account, and services on its behalf: SourceArn or SourceAccount',
        ),
      ),
    remedy: 'Give AWS::Lambda::Permission a SourceArn or SourceAccount of this account.',
    brokenBy: [
      'lambda:AddPermission20150331v2',
      'lambda:RemovePermission20150331v2',
      'lambda:PutResourcePolicy',
      'lambda:DeleteResourcePolicy',
    ],
    permissions: [
      ...reading,
      'lambda:AddPermission',
      'lambda:DeleteResourcePolicy',
      'lambda:PutResourcePolicy',
      'lambda:RemovePermission',
    ],
  }),
  defineControl({
    ...enforced,
    id: 'lambda.function.url-auth',
    title: 'An address of a function asks for a signature of IAM',
    hipaa: openness,
    severity: 'critical',
    evaluate: ({ urls }) =>
      isUnknown(urls)
        ? all(check('urls', urls, 'AuthType AWS_IAM', () => false))
        : all(...urls.map(({ auth }) => check('urls', auth, 'AuthType AWS_IAM', (type) => type === 'AWS_IAM'))),
    remedy: 'Set AuthType: AWS_IAM, or reach the function through ClinicalApi.',
    brokenBy: ['lambda:CreateFunctionUrlConfig', 'lambda:UpdateFunctionUrlConfig', 'lambda:DeleteFunctionUrlConfig'],
    permissions: [...reading, 'lambda:DeleteFunctionUrlConfig', 'lambda:UpdateFunctionUrlConfig'],
  }),
];

const runControls = [
  defineControl({
    ...enforced,
    id: 'lambda.function.environment-key',
    title: 'The environment of a function is encrypted under a key of the account',
    hipaa: ['164.312(a)(2)(iv)', '164.312(e)(2)(ii)'],
    severity: 'medium',
    evaluate: ({ environment, key }) =>
      isKnown(environment) && Object.keys(environment).length === 0
        ? notConcerned
        : all(check('key', key, 'a KMS key', (arn) => arn !== null)),
    remedy: 'Set KmsKeyArn, or use SecureFunction.',
    brokenBy: [configured],
    permissions: [...configuring, 'kms:CreateGrant', 'kms:Encrypt'],
  }),
  defineControl({
    ...enforced,
    id: 'lambda.function.network',
    title: 'A function that touches PHI runs in the isolated network',
    hipaa: ['164.312(a)(1)', '164.312(e)(1)'],
    severity: 'high',
    evaluate: (state) =>
      touchesPhi(state)
        ? all(
            check('network.subnets', state.network.subnets, 'subnets of the network', (ids) => ids.length > 0),
            check('network.groups', state.network.groups, 'a security group', (ids) => ids.length > 0),
          )
        : notConcerned,
    remedy: 'Set VpcConfig, or network of SecureFunction.',
    brokenBy: [configured],
    permissions: [...configuring, 'ec2:DescribeSecurityGroups', 'ec2:DescribeSubnets', 'ec2:DescribeVpcs'],
  }),
  defineControl({
    ...enforced,
    id: 'lambda.function.concurrency',
    title: 'A function has copies of its own: neither none, which stops it, nor all of the account',
    hipaa: ['164.308(a)(1)(ii)(B)', '164.308(a)(7)(i)', '164.312(b)'],
    severity: 'high',
    evaluate: ({ concurrency }) =>
      all(check('concurrency', concurrency, '1 or more reserved', (count) => count !== null && count > 0)),
    remedy: 'Set ReservedConcurrentExecutions to 1 or more.',
    brokenBy: ['lambda:PutFunctionConcurrency20171031', 'lambda:DeleteFunctionConcurrency20171031'],
    permissions: [...reading, 'lambda:PutFunctionConcurrency'],
  }),
  defineControl({
    ...enforced,
    id: 'lambda.function.runtime',
    title: 'Functions run on a runtime that AWS still patches',
    hipaa: ['164.308(a)(1)(ii)(B)', '164.308(a)(5)(ii)(B)'],
    severity: 'medium',
    evaluate: ({ runtime }) =>
      all(check('runtime', runtime, 'a supported runtime', (name) => name === null || !ended.test(name))),
    remedy: 'Use nodejs24.x, as SecureFunction does, or another supported runtime.',
    brokenBy: [configured],
    permissions: configuring,
  }),
];

const integrityControls = [
  defineControl({
    ...enforced,
    id: 'lambda.function.role',
    title: 'A function runs as a role inside the permissions boundary',
    hipaa: ['164.308(a)(4)(ii)(A)', '164.312(a)(1)'],
    severity: 'critical',
    evaluate: ({ boundary }) =>
      all(check('boundary', boundary, 'a role with a permissions boundary', (arn) => arn !== null)),
    remedy: 'Give the function a role of the app: buildApp sets the boundary on every one.',
    brokenBy: [configured],
    permissions: [...configuring, 'iam:PassRole'],
  }),
  defineControl({
    ...enforced,
    id: 'lambda.function.code',
    title: 'A function runs the code that was deployed, and no layer that its template does not name',
    hipaa: ['164.308(a)(5)(ii)(B)', '164.312(b)', '164.312(c)(1)', '164.312(c)(2)'],
    severity: 'critical',
    // The key of the object is the hash of the source: what is in the bucket under it cannot be other code.
    evaluate: ({ code }) =>
      all(check('code', code, 'the object that the template names', (from) => !from?.startsWith('sha256 '))),
    remedy: 'Deploy code with the stack, and only so.',
    brokenBy: ['lambda:UpdateFunctionCode20150331v2', configured],
    permissions: [...configuring, 'lambda:GetLayerVersion', 'lambda:PublishVersion', 'lambda:UpdateFunctionCode'],
  }),
  defineControl({
    ...enforced,
    id: 'lambda.function.code-signing',
    title: 'Where code must be signed, unsigned code is refused and not only reported',
    hipaa: ['164.312(c)(1)', '164.312(c)(2)'],
    severity: 'high',
    evaluate: ({ signing }) =>
      isKnown(signing.config) && !signing.config
        ? notConcerned
        : all(check('signing.untrusted', signing.untrusted, 'Enforce', (policy) => policy === 'Enforce')),
    remedy: 'Set CodeSigningPolicies.UntrustedArtifactOnDeployment: Enforce.',
    brokenBy: [
      'lambda:DeleteFunctionCodeSigningConfig',
      'lambda:PutFunctionCodeSigningConfig',
      'lambda:UpdateCodeSigningConfig',
    ],
    permissions: [...reading, 'lambda:PutFunctionCodeSigningConfig', 'lambda:UpdateCodeSigningConfig'],
  }),
];

export const lambdaFunctionControls = [
  ...accessControls,
  ...runControls,
  ...integrityControls,
  defineControl({
    id: 'lambda.event-source-mapping.enabled',
    title: 'What feeds a function is on',
    hipaa: ['164.308(a)(1)(ii)(D)', '164.308(a)(7)(i)', '164.312(b)'],
    severity: 'high',
    resource: lambdaEventSourceMapping,
    evaluate: ({ enabled }) => all(check('enabled', enabled, 'to be on', (on) => on)),
    remedy: 'Leave Enabled out, or set it to true.',
    brokenBy: ['lambda:UpdateEventSourceMapping20150331', 'lambda:DeleteEventSourceMapping20150331'],
    fix: { mode: 'enforce' },
    permissions: ['lambda:GetEventSourceMapping', 'lambda:UpdateEventSourceMapping'],
  }),
];
