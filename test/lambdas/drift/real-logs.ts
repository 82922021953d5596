/**
 * CloudTrail records to replay: our own, in the two shapes in which AWS and others keep them, and the recorded attacks of
 * `../shared/data` (or where `ASEPSIS_DATA` points), which are not part of this repository.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

export interface CloudTrailRecord {
  readonly eventName: string;
  readonly eventSource: string;
  readonly readOnly?: boolean;
  readonly errorCode?: string;
  readonly requestParameters?: Readonly<Record<string, unknown>> | null;
  readonly responseElements?: Readonly<Record<string, unknown>> | null;
}

export interface LogFile {
  /** For the logs of one technique its name. */
  readonly name: string;
  readonly records: readonly CloudTrailRecord[];
}

const root = join(__dirname, '../../..');
const shared = join(process.env.ASEPSIS_DATA ?? join(root, '../shared/data'), 'cloudtrail');

function logFile(path: string): LogFile {
  const json = JSON.parse(readFileSync(path, 'utf8')) as readonly CloudTrailRecord[] | { Records: CloudTrailRecord[] };
  return { name: basename(path, '.json'), records: 'Records' in json ? json.Records : json };
}

const filesIn = (folder: string): readonly LogFile[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.endsWith('.json'))
        .sort()
        .map((name) => logFile(join(folder, name)))
    : [];

/** Records of our own making: always there. */
export const ownLogs = filesIn(join(root, 'test/fixtures/cloudtrail'));

/** One file for each technique that Stratus Red Team tried; none where the data are absent. */
export const stratusLogs = filesIn(join(shared, 'stratus'));

/** Files as CloudTrail delivered them on the day of an attack; none where the data are absent. */
export const invictusLogs = filesIn(join(shared, 'invictus'));

/** What `service:EventName` a record is of. */
export const nameOf = ({ eventName, eventSource }: CloudTrailRecord): string =>
  `${eventSource.replace(/\.amazonaws\.com$/, '')}:${eventName}`;

/** A record as EventBridge hands it on. */
export const asEvent = (record: CloudTrailRecord): object => ({
  'detail-type': 'AWS API Call via CloudTrail',
  source: `aws.${record.eventSource.split('.')[0]}`,
  detail: record,
});
