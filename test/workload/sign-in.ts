/** A person who signs in: password by SRP, then a code of their authenticator app (RFC 6238). */
import { createHmac } from 'node:crypto';
import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  AssociateSoftwareTokenCommand,
  type CognitoIdentityProviderClient,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  SetUserMFAPreferenceCommand,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { startSrp } from './srp';

export interface Directory {
  readonly cognito: CognitoIdentityProviderClient;
  readonly userPoolId: string;
  readonly clientId: string;
}

export interface Person {
  readonly username: string;
  readonly practice: string;
  readonly group: string;
}

export interface Tokens {
  readonly id: string;
  readonly access: string;
  /** Challenges that were answered on the way. */
  readonly challenges: readonly string[];
}

const password = 'Correct-Horse-7-Battery!';

function base32(text: string): Buffer {
  const bits = [...text.replace(/=+$/, '')].map((char) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(char).toString(2).padStart(5, '0')).join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}

/** The six digits of an authenticator app at a moment, RFC 6238 with SHA-1 and 30 seconds. */
export function totp(secret: string, now: number = Date.now()): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(now / 30_000)));
  const digest = createHmac('sha1', base32(secret)).update(counter).digest();
  const offset = (digest.at(-1) ?? 0) & 15;
  return String((digest.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

/** Signs in through all challenges. `code` gives the code for MFA; without it a challenge for one is an error. */
export async function signIn({ clientId, cognito, userPoolId }: Directory, username: string, code?: () => string): Promise<Tokens> {
  const srp = startSrp(userPoolId);
  const challenges: string[] = [];
  let step = await cognito.send(
    new InitiateAuthCommand({ ClientId: clientId, AuthFlow: 'USER_SRP_AUTH', AuthParameters: { USERNAME: username, SRP_A: srp.publicValue } }),
  );
  while (!step.AuthenticationResult) {
    const { ChallengeName: challenge, ChallengeParameters: parameters = {}, Session } = step;
    challenges.push(String(challenge));
    const answers = (): Record<string, string> => {
      if (challenge === 'PASSWORD_VERIFIER') return srp.answer(parameters, password);
      if (challenge === 'SOFTWARE_TOKEN_MFA' && code) return { USERNAME: username, SOFTWARE_TOKEN_MFA_CODE: code() };
      throw new Error(`no answer to ${challenge}`);
    };
    step = await cognito.send(new RespondToAuthChallengeCommand({ ClientId: clientId, ChallengeName: challenge, Session, ChallengeResponses: answers() }));
  }
  return { id: step.AuthenticationResult.IdToken ?? '', access: step.AuthenticationResult.AccessToken ?? '', challenges };
}

/** What an administrator does for a new person, and the person's first step: the authenticator app. */
export async function enrol(directory: Directory, { group, practice, username }: Person): Promise<string> {
  const { cognito, userPoolId: UserPoolId } = directory;
  await cognito.send(new AdminCreateUserCommand({ UserPoolId, Username: username, MessageAction: 'SUPPRESS', UserAttributes: [{ Name: 'custom:practice', Value: practice }] }));
  await cognito.send(new AdminSetUserPasswordCommand({ UserPoolId, Username: username, Password: password, Permanent: true }));
  await cognito.send(new AdminAddUserToGroupCommand({ UserPoolId, Username: username, GroupName: group }));
  // The emulator gives a token before the app is enrolled, where AWS would ask for it by MFA_SETUP.
  const { access: AccessToken } = await signIn(directory, username);
  const { SecretCode: secret = '' } = await cognito.send(new AssociateSoftwareTokenCommand({ AccessToken }));
  await cognito.send(new VerifySoftwareTokenCommand({ AccessToken, UserCode: totp(secret) }));
  await cognito.send(new SetUserMFAPreferenceCommand({ AccessToken, SoftwareTokenMfaSettings: { Enabled: true, PreferredMfa: true } }));
  return secret;
}
