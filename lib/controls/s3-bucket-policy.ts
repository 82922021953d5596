/** Controls on what bucket policies let in. */
import { conditionValues, isPublic, type Statement } from '../resources/policy';
import { s3Bucket } from '../resources/s3-bucket';
import { defineControl } from './control';
import { holdsPracticeData } from './data-class';
import { allowsNobodyUnnamed, allowsNoStranger } from './policy-checks';
import { deniesFromOutside } from './statements';
import { all, check, notConcerned } from './verdict';

const deniesEveryone = (one: Statement): boolean =>
  one.effect === 'Deny' && isPublic(one) && one.actions.includes('s3:*');
const deniesPlain = (one: Statement): boolean =>
  deniesEveryone(one) && conditionValues(one, 'Bool', 'aws:SecureTransport').includes('false');
const deniesOldTls = (one: Statement): boolean =>
  deniesEveryone(one) &&
  conditionValues(one, 'NumericLessThan', 's3:TlsVersion').some((version) => Number(version) >= 1.2);

const objectActions = ['s3:DeleteObject', 's3:GetObject', 's3:PutObject'];

const policyFix = {
  resource: s3Bucket,
  fix: { mode: 'enforce' },
  permissions: ['s3:GetBucketPolicy', 's3:PutBucketPolicy'],
} as const;
const sids = ({ statements }: { readonly statements: readonly Statement[] }) => statements.map(({ sid }) => sid);

export const s3BucketPolicyControls = [
  defineControl({
    ...policyFix,
    id: 's3.bucket.policy-public',
    title: 'Bucket policies allow nobody unnamed',
    hipaa: ['164.308(a)(3)(i)', '164.308(a)(4)(ii)(A)', '164.312(a)(1)'],
    configRule: 's3-bucket-public-write-prohibited',
    severity: 'critical',
    evaluate: (bucket) => all(allowsNobodyUnnamed(bucket.policy)),
    remedy: 'Name the principals; grant to a role with bucket.grantRead(role).',
    brokenBy: ['s3:PutBucketPolicy'],
  }),
  defineControl({
    ...policyFix,
    id: 's3.bucket.policy-strangers',
    title: 'Bucket policies allow no other account',
    hipaa: ['164.308(a)(4)(ii)(A)', '164.308(b)(1)', '164.312(a)(1)'],
    severity: 'critical',
    evaluate: (bucket) => all(allowsNoStranger(bucket.policy, bucket.account)),
    remedy: 'Grant to a role of this account; share data by a decision that is recorded as an exception.',
    brokenBy: ['s3:PutBucketPolicy'],
  }),
  defineControl({
    ...policyFix,
    id: 's3.bucket.tls-only',
    title: 'Buckets refuse requests without TLS 1.2',
    hipaa: ['164.312(a)(2)(iv)', '164.312(e)(1)', '164.312(e)(2)(i)', '164.312(e)(2)(ii)'],
    configRule: 's3-bucket-ssl-requests-only',
    severity: 'high',
    evaluate: ({ policy }) =>
      all(
        check('policy', policy, 'a Deny of s3:* without TLS', ({ statements }) => statements.some(deniesPlain), sids),
        check(
          'policy',
          policy,
          'a Deny of s3:* under TLS 1.2',
          ({ statements }) => statements.some(deniesOldTls),
          sids,
        ),
      ),
    remedy: 'Set enforceSSL: true and minimumTLSVersion: 1.2.',
    brokenBy: ['s3:PutBucketPolicy', 's3:DeleteBucketPolicy'],
  }),
  defineControl({
    ...policyFix,
    id: 's3.bucket.network-only',
    title: 'Buckets of practice data refuse whoever comes from outside the network',
    hipaa: ['164.312(a)(1)', '164.312(e)(1)'],
    severity: 'high',
    evaluate: (bucket) =>
      holdsPracticeData(bucket)
        ? all(
            check(
              'policy',
              bucket.policy,
              'a Deny of reading, writing and deleting objects from outside the network',
              ({ statements }) => statements.some((one) => deniesFromOutside(one, objectActions)),
              sids,
            ),
          )
        : notConcerned,
    remedy: 'Use PhiBucket, whose policy has the perimeter of its practice.',
    brokenBy: ['s3:DeleteBucketPolicy', 's3:PutBucketPolicy'],
  }),
];
