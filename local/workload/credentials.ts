/** A person's own AWS credentials, from the identity pool, and S3 with them. */
import {
  CognitoIdentityClient,
  GetCredentialsForIdentityCommand,
  GetIdCommand,
} from '@aws-sdk/client-cognito-identity';
import { S3Client } from '@aws-sdk/client-s3';
import type { LocalCloud } from '../cloud';

export interface IdentityDoor {
  readonly identityPoolId: string;
  readonly userPoolId: string;
}

/**
 * @param idToken of someone with one practice and one group; the identity pool gives nobody else credentials
 * @param network id of the network that calls come from @default none: from anywhere on the internet
 */
export async function ownStore(
  cloud: LocalCloud,
  { identityPoolId, userPoolId }: IdentityDoor,
  idToken: string,
): Promise<(network?: string) => S3Client> {
  const pools = new CognitoIdentityClient({ ...cloud.clientConfig('cognito-identity') });
  const Logins = { [`cognito-idp.${cloud.region}.amazonaws.com/${userPoolId}`]: idToken };
  const { IdentityId } = await pools.send(new GetIdCommand({ IdentityPoolId: identityPoolId, Logins }));
  const { Credentials: given } = await pools.send(new GetCredentialsForIdentityCommand({ IdentityId, Logins }));
  if (!given?.AccessKeyId || !given.SecretKey) throw new Error('the identity pool gave no credentials');
  const credentials = {
    accessKeyId: given.AccessKeyId,
    secretAccessKey: given.SecretKey,
    sessionToken: given.SessionToken,
  };
  return (network) =>
    new S3Client({
      ...cloud.clientConfig('s3'),
      credentials,
      // How the emulator is told where a call comes from: see docs/local-cloud.md.
      ...(network === undefined ? {} : { userAgentAppId: network }),
    });
}
