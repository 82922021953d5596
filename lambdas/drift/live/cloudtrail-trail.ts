/** Trails, live. */
import {
  AddTagsCommand,
  CloudTrailClient,
  CreateTrailCommand,
  GetEventSelectorsCommand,
  GetTrailCommand,
  GetTrailStatusCommand,
  ListTagsCommand,
  PutEventSelectorsCommand,
  RemoveTagsCommand,
  StartLoggingCommand,
  UpdateTrailCommand,
  type UpdateTrailCommandInput,
} from '@aws-sdk/client-cloudtrail';
import { type Archive, cloudtrailTrail, type TrailState } from '../../../lib/resources/cloudtrail-trail';
import { readEventSelectors, writeEventSelectors } from '../../../lib/resources/event-selectors';
import { unknown, type Value } from '../../../lib/resources/value';
import { ifAbsent } from './absent';
import { asData } from './data';
import { known } from './known';
import { defineLive, type Put } from './live';
import { asTags, ownTags, tagChanges } from './tags';

/** What the bucket is follows from the templates: the declared one is what they say, any other is elsewhere. */
function archiveOf(bucket: string, declared?: TrailState): Value<Archive> {
  if (!declared) return unknown('what the bucket is stands in the templates, which are not given');
  return bucket === declared.bucket ? declared.archive : 'elsewhere';
}

async function selectorsOf(client: CloudTrailClient, TrailName: string): Promise<TrailState['selectors']> {
  const { AdvancedEventSelectors, EventSelectors } = await client.send(new GetEventSelectorsCommand({ TrailName }));
  return readEventSelectors(asData(AdvancedEventSelectors ?? []), asData(EventSelectors ?? []));
}

async function read(client: CloudTrailClient, Name: string, declared?: TrailState): Promise<TrailState | undefined> {
  const found = await client.send(new GetTrailCommand({ Name })).catch(ifAbsent('TrailNotFoundException'));
  const trail = found?.Trail;
  if (!trail) return undefined;
  const [status, selectors, tags] = await Promise.all([
    client.send(new GetTrailStatusCommand({ Name })),
    selectorsOf(client, Name),
    client.send(new ListTagsCommand({ ResourceIdList: [trail.TrailARN ?? ''] })),
  ]);
  const bucket = trail.S3BucketName ?? '';
  return {
    name: Name,
    logging: status.IsLogging ?? false,
    multiRegion: trail.IsMultiRegionTrail ?? false,
    globalEvents: trail.IncludeGlobalServiceEvents ?? false,
    validation: trail.LogFileValidationEnabled ?? false,
    keyArn: trail.KmsKeyId ?? null,
    bucket,
    prefix: trail.S3KeyPrefix ?? null,
    archive: archiveOf(bucket, declared),
    logGroup: trail.CloudWatchLogsLogGroupArn ?? null,
    logRole: trail.CloudWatchLogsRoleArn ?? null,
    selectors,
    stores: declared?.stores ?? [],
    tags: ownTags(tags.ResourceTagList?.[0]?.TagsList),
  };
}

function putsOf(client: CloudTrailClient): Record<string, Put<TrailState>> {
  /** `UpdateTrail` leaves alone what it is not given. What CloudTrail takes only together is given together. */
  const update =
    (change: (declared: TrailState) => Omit<UpdateTrailCommandInput, 'Name'>): Put<TrailState> =>
    async (Name, declared) => {
      await client.send(new UpdateTrailCommand({ Name, ...change(declared) }));
    };
  const reach = update((declared) => ({
    IsMultiRegionTrail: known(declared.multiRegion),
    IncludeGlobalServiceEvents: known(declared.globalEvents),
  }));
  const deliver = update((declared) => ({
    S3BucketName: known(declared.bucket),
    S3KeyPrefix: known(declared.prefix) ?? '',
  }));
  const log = update((declared) => ({
    CloudWatchLogsLogGroupArn: known(declared.logGroup) ?? '',
    CloudWatchLogsRoleArn: known(declared.logRole) ?? '',
  }));
  return {
    // A fixer starts a trail and never stops one.
    logging: async (Name, { logging }) => {
      if (known(logging)) await client.send(new StartLoggingCommand({ Name }));
    },
    multiRegion: reach,
    globalEvents: reach,
    validation: update((declared) => ({ EnableLogFileValidation: known(declared.validation) })),
    keyArn: update((declared) => ({ KmsKeyId: known(declared.keyArn) ?? '' })),
    bucket: deliver,
    prefix: deliver,
    logGroup: log,
    logRole: log,
    selectors: async (TrailName, { selectors }) => {
      const AdvancedEventSelectors = writeEventSelectors(known(selectors));
      await client.send(new PutEventSelectorsCommand({ TrailName, AdvancedEventSelectors }));
    },
    tags: async (Name, { tags }, live) => {
      const liveTags = known(live.tags);
      const { remove, set } = tagChanges(known(tags), liveTags);
      const ResourceId = (await client.send(new GetTrailCommand({ Name }))).Trail?.TrailARN ?? '';
      const gone = asTags(Object.fromEntries(remove.map((key) => [key, liveTags[key] ?? ''])));
      const TagsList = asTags(set);
      if (TagsList.length > 0) await client.send(new AddTagsCommand({ ResourceId, TagsList }));
      if (gone.length > 0) await client.send(new RemoveTagsCommand({ ResourceId, TagsList: gone }));
    },
  };
}

/** Makes a trail as its template does, all but its start and its selectors: those are puts of their own. */
const make =
  (client: CloudTrailClient) =>
  async (Name: string, declared: TrailState): Promise<void> => {
    await client.send(
      new CreateTrailCommand({
        Name,
        S3BucketName: known(declared.bucket),
        S3KeyPrefix: known(declared.prefix) ?? undefined,
        KmsKeyId: known(declared.keyArn) ?? undefined,
        CloudWatchLogsLogGroupArn: known(declared.logGroup) ?? undefined,
        CloudWatchLogsRoleArn: known(declared.logRole) ?? undefined,
        IsMultiRegionTrail: known(declared.multiRegion),
        IncludeGlobalServiceEvents: known(declared.globalEvents),
        EnableLogFileValidation: known(declared.validation),
        TagsList: asTags(known(declared.tags)),
      }),
    );
  };

export const cloudtrailTrailLive = defineLive<TrailState>({
  kind: cloudtrailTrail,
  open(sdk) {
    const client = new CloudTrailClient(sdk('cloudtrail'));
    return { read: (name, declared) => read(client, name, declared), puts: putsOf(client), recreate: make(client) };
  },
});
