/** A trial's whole life by the command line, on the emulators: bootstrap, deploy, deploy again, tear down to nothing. */
import { GetRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { ListBucketsCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { type BroughtCloud, bringCloud } from './brought-cloud';

jest.setTimeout(300_000);

let brought: BroughtCloud;

beforeAll(async () => {
  brought = await bringCloud();
});
afterAll(() => brought.stop());

test('up, again, down', async () => {
  const { asepsis, cloud, write } = brought;
  const file = write();
  let t = Date.now();
  const first = await asepsis('up', '--yes', '--config', file);
  console.log(Date.now() - t, first.text);
  expect(first.code).toBe(0);
  t = Date.now();
  const s3 = new S3Client({ ...cloud.clientConfig('s3') });
  for (const Bucket of ['lakeside-derm-phi-111122223333-us-east-1', 'lakeside-audit-111122223333-us-east-1'])
    await s3.send(new PutObjectCommand({ Bucket, Key: 'image', Body: 'x' })).catch((e) => console.log(String(e)));
  const second = await asepsis('preflight', '--config', file);
  console.log(second.text);
  t = Date.now();
  const end = await asepsis('down', '--yes', '--config', file);
  console.log(Date.now() - t, end.text);
  expect(end.code).toBe(0);
  const { Buckets = [] } = await s3.send(new ListBucketsCommand({}));
  console.log(Buckets.map(({ Name }) => Name));
  const role = await new IAMClient({ ...cloud.clientConfig('iam') }).send(
    new GetRoleCommand({ RoleName: 'cdk-asepsis-cfn-exec-role-111122223333-us-east-1' }),
  );
  console.log(role.Role?.PermissionsBoundary);
});
