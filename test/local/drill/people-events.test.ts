/** Events of what people do with users and their keys: shaped as in real logs, and without what opens anything. */
import { type MadeCall, recordOf } from '../../../local/drill/cloudtrail';

const caller = { account: '111122223333', region: 'us-east-1', arn: 'arn:aws:iam::111122223333:user/mallory' };
const made = (command: string, input: Record<string, unknown>, output: Record<string, unknown> = {}): MadeCall => ({
  service: 'iam',
  command,
  input,
  output: { $metadata: { httpStatusCode: 200 }, ...output },
  at: new Date('2026-11-02T03:04:05Z'),
});

test('a new access key is told by its id, without its secret', () => {
  const key = { UserName: 'intern', AccessKeyId: 'AKIAEXAMPLE', Status: 'Active', SecretAccessKey: 'planted-secret' };
  const record = recordOf(made('CreateAccessKey', { UserName: 'intern' }, { AccessKey: key }), caller);
  expect(record).toMatchObject({
    eventSource: 'iam.amazonaws.com',
    eventName: 'CreateAccessKey',
    requestParameters: { userName: 'intern' },
  });
  expect(record.responseElements).toEqual({
    accessKey: { userName: 'intern', accessKeyId: 'AKIAEXAMPLE', status: 'Active' },
  });
});

test('a password and the codes of a device are not written', () => {
  const password = recordOf(made('CreateLoginProfile', { UserName: 'intern', Password: 'planted-secret' }), caller);
  expect(password.requestParameters).toEqual({ userName: 'intern' });
  const codes = { AuthenticationCode1: '123456', AuthenticationCode2: '654321' };
  const device = recordOf(made('EnableMFADevice', { UserName: 'intern', SerialNumber: 'serial', ...codes }), caller);
  expect(device.requestParameters).toEqual({ userName: 'intern', serialNumber: 'serial' });
});
