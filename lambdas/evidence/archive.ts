/** The archive in S3. Its default retention takes hold of whatever is written. */
import { GetObjectCommand, PutObjectCommand, paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import type { Archive } from './ports';

/** Two objects a day for 30 years, and no end to what somebody else may have put there. */
const mostPages = 50;

export const archiveIn = (client: S3Client, Bucket: string): Archive => ({
  async list(Prefix) {
    const names: string[] = [];
    let pages = 0;
    for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket, Prefix })) {
      pages += 1;
      if (pages > mostPages) throw new Error(`there are more than ${names.length} objects below ${Prefix}`);
      names.push(...Contents.flatMap(({ Key }) => Key ?? []));
    }
    return names.sort();
  },
  async read(Key) {
    const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
    return (await Body?.transformToString('utf8')) ?? '';
  },
  async write(Key, Body) {
    await client.send(new PutObjectCommand({ Bucket, Key, Body, ContentType: 'application/json', IfNoneMatch: '*' }));
  },
});
