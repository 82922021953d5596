/** Controls on the trail. Whoever breaks one of these first wants not to be seen. */
import { cloudtrailTrail, type Store } from '../resources/cloudtrail-trail';
import type { EventSelector, FieldTest } from '../resources/event-selectors';
import { isUnknown, type Value } from '../resources/value';
import { defineControl } from './control';
import { all, check, type Outcome } from './verdict';

const review = ['164.308(a)(1)(ii)(D)', '164.308(a)(3)(ii)(A)', '164.312(b)'] as const;
const update = {
  resource: cloudtrailTrail,
  brokenBy: ['cloudtrail:UpdateTrail'],
  fix: { mode: 'enforce' },
} as const;
const updatePermissions = ['cloudtrail:GetTrail', 'cloudtrail:UpdateTrail'] as const;

const destinationControls = [
  defineControl({
    ...update,
    id: 'cloudtrail.trail.everywhere',
    title: 'The trail records every region and the global services',
    hipaa: review,
    configRule: 'multi-region-cloudtrail-enabled',
    severity: 'critical',
    evaluate: (trail) =>
      all(
        check('multiRegion', trail.multiRegion, 'every region', (on) => on),
        check('globalEvents', trail.globalEvents, 'global services, IAM among them', (on) => on),
      ),
    remedy: 'Set IsMultiRegionTrail and IncludeGlobalServiceEvents to true.',
    permissions: updatePermissions,
  }),
  defineControl({
    ...update,
    id: 'cloudtrail.trail.validation',
    title: 'Digests show whether a log file was changed or taken away',
    hipaa: ['164.312(c)(1)', '164.312(c)(2)'],
    configRule: 'cloud-trail-log-file-validation-enabled',
    severity: 'high',
    evaluate: (trail) => all(check('validation', trail.validation, 'log file validation', (on) => on)),
    remedy: 'Set EnableLogFileValidation: true.',
    permissions: updatePermissions,
  }),
  defineControl({
    ...update,
    id: 'cloudtrail.trail.encryption',
    title: 'The trail is encrypted under a key of the account',
    hipaa: ['164.312(a)(2)(iv)', '164.312(e)(2)(ii)'],
    configRule: 'cloud-trail-encryption-enabled',
    severity: 'high',
    evaluate: (trail) => all(check('keyArn', trail.keyArn, 'a KMS key', (key) => key !== null)),
    remedy: 'Set KMSKeyId.',
    permissions: [...updatePermissions, 'kms:DescribeKey'],
  }),
  defineControl({
    ...update,
    id: 'cloudtrail.trail.log-group',
    title: 'The trail can be searched at once: it is also written to a log group',
    hipaa: review,
    configRule: 'cloud-trail-cloud-watch-logs-enabled',
    severity: 'high',
    evaluate: (trail) =>
      all(
        check('logGroup', trail.logGroup, 'a log group', (group) => group !== null),
        check('logRole', trail.logRole, 'a role that writes to it', (role) => role !== null),
      ),
    remedy: 'Set CloudWatchLogsLogGroupArn and CloudWatchLogsRoleArn.',
    permissions: [...updatePermissions, 'iam:PassRole'],
  }),
  defineControl({
    ...update,
    id: 'cloudtrail.trail.archive',
    title: 'The trail is delivered to the archive of this deployment, which cannot be overwritten',
    hipaa: ['164.312(b)', '164.312(c)(1)', '164.316(b)(2)(i)'],
    severity: 'critical',
    evaluate: (trail) =>
      all(check('archive', trail.archive, 'a bucket of this deployment with Object Lock', (kind) => kind === 'locked')),
    remedy: 'Deliver to an AuditBucket.',
    permissions: updatePermissions,
  }),
];

const testOf = ({ tests }: EventSelector, field: string, operator: FieldTest['operator']): readonly string[] =>
  tests.find((one) => one.field === field && one.operator === operator)?.values ?? [];

const isOf = (selector: EventSelector, category: string): boolean =>
  testOf(selector, 'eventCategory', 'Equals').includes(category);

/** Takes every management event: no test but that of the category. */
const takesAllManagement = (selector: EventSelector): boolean =>
  isOf(selector, 'Management') && selector.tests.length === 1;

/** Takes reading and writing of a store: by its type, with tests of ARNs only that let it in. */
function takesStore(selector: EventSelector, { arn, type }: Store): boolean {
  if (!isOf(selector, 'Data') || !testOf(selector, 'resources.type', 'Equals').includes(type)) return false;
  const others = selector.tests.filter(({ field }) => !['eventCategory', 'resources.type'].includes(field));
  return others.every(({ field, operator, values }) => {
    if (field !== 'resources.ARN') return false;
    if (operator === 'StartsWith') return values.some((value) => arn.startsWith(value));
    if (operator === 'NotStartsWith') return !values.some((value) => arn.startsWith(value) || value.startsWith(arn));
    return operator === 'Equals' && type === 'AWS::DynamoDB::Table' && values.includes(arn);
  });
}

/** Every store that is declared, and without any at least every object, which is what AWS's own rule asks. */
function recordsStores(selectors: Value<readonly EventSelector[]>, stores: Value<readonly Store[]>): Outcome {
  const path = 'selectors';
  const known = isUnknown(stores) ? stores : isUnknown(selectors) ? selectors : { selectors, stores };
  return check(
    path,
    known,
    'reading and writing of every store to be recorded',
    (both) => missed(both).length === 0 && both.selectors.some((one) => isOf(one, 'Data')),
    (both) => ({ missing: missed(both) }),
  );
}

const missed = (both: { readonly selectors: readonly EventSelector[]; readonly stores: readonly Store[] }) =>
  both.stores.filter((store) => !both.selectors.some((one) => takesStore(one, store))).map(({ arn }) => arn);

const select = {
  resource: cloudtrailTrail,
  brokenBy: ['cloudtrail:PutEventSelectors'],
  fix: { mode: 'enforce' },
  permissions: ['cloudtrail:GetEventSelectors', 'cloudtrail:GetTrail', 'cloudtrail:PutEventSelectors'],
} as const;

export const cloudtrailTrailControls = [
  defineControl({
    id: 'cloudtrail.trail.logging',
    title: 'The trail records',
    hipaa: [...review, '164.308(a)(5)(ii)(C)'],
    configRule: 'cloudtrail-enabled',
    severity: 'critical',
    resource: cloudtrailTrail,
    evaluate: (trail) => all(check('logging', trail.logging, 'the trail to be on', (on) => on)),
    remedy: 'Set IsLogging: true.',
    brokenBy: ['cloudtrail:DeleteTrail', 'cloudtrail:StopLogging'],
    fix: { mode: 'enforce' },
    permissions: ['cloudtrail:GetTrail', 'cloudtrail:GetTrailStatus', 'cloudtrail:StartLogging'],
  }),
  ...destinationControls,
  defineControl({
    ...select,
    id: 'cloudtrail.trail.management-events',
    title: 'The trail records every management event',
    hipaa: review,
    severity: 'critical',
    evaluate: (trail) =>
      all(
        check('selectors', trail.selectors, 'a selector of every management event', (selectors) =>
          selectors.some(takesAllManagement),
        ),
      ),
    remedy: 'Add an advanced event selector whose only field is eventCategory equal to Management.',
  }),
  defineControl({
    ...select,
    id: 'cloudtrail.trail.data-events',
    title: 'The trail records every use of what a store holds',
    hipaa: review,
    configRule: 'cloudtrail-s3-dataevents-enabled',
    severity: 'high',
    evaluate: (trail) => all(recordsStores(trail.selectors, trail.stores)),
    remedy: 'Use AuditTrail, whose selectors take every bucket and table of the deployment.',
  }),
];
