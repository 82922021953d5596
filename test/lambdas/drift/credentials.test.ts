import { STSClient } from '@aws-sdk/client-sts';
import { fixerWith } from '../../../lambdas/drift/credentials';
import { kmsKeyLive } from '../../../lambdas/drift/live/kms-key';
import type { LiveKind, SdkConfig, SdkSettings } from '../../../lambdas/drift/live/live';
import { controls } from '../../../lib/controls';
import { answering } from './fake-client';

const scope = { account: '111122223333', region: 'us-east-1', partition: 'aws', name: 'lakeside' };
const roleArn = 'arn:aws:iam::111122223333:role/asepsis/lakeside-drift-data-fixer';
const given = { AccessKeyId: 'ASIAEXAMPLE', SecretAccessKey: 'secret', SessionToken: 'token' };

function fixing(credentials: object | undefined) {
  const settings: SdkSettings[] = [];
  const sts = answering(new STSClient({ region: 'us-east-1' }), () => ({ Credentials: credentials }));
  const kind: LiveKind<unknown> = {
    kind: kmsKeyLive.kind as LiveKind<unknown>['kind'],
    open: (sdk: SdkConfig) => {
      settings.push(sdk('kms'));
      return { read: async () => undefined, puts: {} };
    },
  };
  const open = fixerWith(sts, roleArn, scope, () => ({ region: 'us-east-1' }));
  const rotation = controls.filter(({ id }) => id === 'kms.key.rotation');
  const request = { kind, controls: rotation, paths: ['rotationEnabled'], physicalId: 'key-1', session: 'fix-1' };
  return { settings, sts, fixer: () => open(request) };
}

describe('the credentials of a fix', () => {
  test('are those of the fixers, for one resource and the actions of one control, for a quarter of an hour', async () => {
    const { fixer, settings, sts } = fixing(given);
    await fixer();
    const { Policy, ...rest } = sts.asked[0]?.input ?? {};
    expect(rest).toEqual({ RoleArn: roleArn, RoleSessionName: 'fix-1', DurationSeconds: 900 });
    expect(JSON.parse(String(Policy))).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: ['kms:EnableKeyRotation'],
          Resource: ['arn:aws:kms:us-east-1:111122223333:key/key-1'],
        },
      ],
    });
    const credentials = { accessKeyId: 'ASIAEXAMPLE', secretAccessKey: 'secret', sessionToken: 'token' };
    expect(settings).toEqual([{ region: 'us-east-1', credentials }]);
  });

  test.each([[undefined], [{}], [{ AccessKeyId: 'ASIAEXAMPLE' }]])(
    'are never the function`s own: STS gives %j',
    async (credentials) => {
      const { fixer, settings } = fixing(credentials);
      await expect(fixer()).rejects.toThrow(/STS gave no credentials/);
      expect(settings).toEqual([]);
    },
  );
});
