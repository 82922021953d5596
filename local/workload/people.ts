/**
 * People of a deployment's user pool, as an administrator makes them and as they sign in: password by SRP, then a code
 * of an authenticator app. 45 CFR 164.312(d).
 */
import { randomBytes } from 'node:crypto';
import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AssociateSoftwareTokenCommand,
  type AuthenticationResultType,
  type ChallengeNameType,
  type CognitoIdentityProviderClient,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { srpProver, srpTimestamp } from './srp';
import { nextStep, totp } from './totp';

/** Where people sign in: the pool, and its client for people that Cognito itself knows. */
export interface SignInDoor {
  readonly idp: CognitoIdentityProviderClient;
  readonly userPoolId: string;
  readonly clientId: string;
}

/** Someone with an account, who has not signed in yet. */
export interface NewPerson {
  readonly username: string;
  readonly temporaryPassword: string;
}

/** Someone with a password of their own and an authenticator app. */
export interface Person {
  readonly username: string;
  readonly password: string;
  /** Seed of the authenticator app. */
  readonly secret: string;
}

export interface Tokens {
  readonly id: string;
  readonly access: string;
}

/** Cognito's answer to one message: it asks for more, or it is satisfied. */
interface Turn {
  readonly ChallengeName?: ChallengeNameType;
  readonly Session?: string;
  readonly ChallengeParameters?: Record<string, string>;
  readonly AuthenticationResult?: AuthenticationResultType;
}

/** Random, and with a character of each kind that the pool's policy asks for. */
const newPassword = () => `${randomBytes(18).toString('base64url')}aA1!`;

/** As an administrator: an account with a practice and a group, and a password for the first sign-in. */
export async function addPerson(
  { idp, userPoolId }: SignInDoor,
  username: string,
  practice: string,
  group: string,
): Promise<NewPerson> {
  const temporaryPassword = newPassword();
  const of = { UserPoolId: userPoolId, Username: username };
  await idp.send(
    new AdminCreateUserCommand({
      ...of,
      TemporaryPassword: temporaryPassword,
      MessageAction: 'SUPPRESS',
      UserAttributes: [{ Name: 'custom:practice', Value: practice }],
    }),
  );
  await idp.send(new AdminAddUserToGroupCommand({ ...of, GroupName: group }));
  return { username, temporaryPassword };
}

async function respond(door: SignInDoor, turn: Turn, answers: Record<string, string>): Promise<Turn> {
  const { clientId: ClientId, idp } = door;
  const { ChallengeName, Session } = turn;
  return idp.send(new RespondToAuthChallengeCommand({ ClientId, ChallengeName, Session, ChallengeResponses: answers }));
}

/** The first factor. @returns what Cognito asks for next: never tokens, where a second factor is required */
async function provePassword(door: SignInDoor, username: string, password: string): Promise<Turn> {
  const prover = srpProver(door.userPoolId);
  const turn = await door.idp.send(
    new InitiateAuthCommand({
      ClientId: door.clientId,
      AuthFlow: 'USER_SRP_AUTH',
      AuthParameters: { USERNAME: username, SRP_A: prover.srpA },
    }),
  );
  const { SALT = '', SECRET_BLOCK = '', SRP_B = '', USER_ID_FOR_SRP = '' } = turn.ChallengeParameters ?? {};
  const challenge = { salt: SALT, secretBlock: SECRET_BLOCK, srpB: SRP_B, userId: USER_ID_FOR_SRP };
  const timestamp = srpTimestamp(new Date());
  return respond(door, turn, {
    USERNAME: USER_ID_FOR_SRP,
    PASSWORD_CLAIM_SECRET_BLOCK: SECRET_BLOCK,
    PASSWORD_CLAIM_SIGNATURE: prover.prove(challenge, password, timestamp),
    TIMESTAMP: timestamp,
  });
}

function expectChallenge(turn: Turn, expected: ChallengeNameType): Turn {
  if (turn.ChallengeName === expected) return turn;
  const got = turn.AuthenticationResult ? 'tokens' : (turn.ChallengeName ?? 'nothing');
  throw new Error(`Cognito was to ask for ${expected} and answered with ${got}`);
}

function tokensOf({ AuthenticationResult: given }: Turn): Tokens {
  if (!given?.IdToken || !given.AccessToken) throw new Error('Cognito gave no tokens');
  return { id: given.IdToken, access: given.AccessToken };
}

/**
 * The first sign-in: a password of one's own, then an authenticator app, since the pool gives no token without one.
 *
 * @throws Error where Cognito gives tokens before the second factor is enrolled
 */
export async function enrol(door: SignInDoor, { temporaryPassword, username }: NewPerson): Promise<Person> {
  const password = newPassword();
  const first = expectChallenge(await provePassword(door, username, temporaryPassword), 'NEW_PASSWORD_REQUIRED');
  const answers = { USERNAME: username, NEW_PASSWORD: password };
  const second = expectChallenge(await respond(door, first, answers), 'MFA_SETUP');
  const { SecretCode: secret = '', Session } = await door.idp.send(
    new AssociateSoftwareTokenCommand({ Session: second.Session }),
  );
  const verified = await door.idp.send(
    new VerifySoftwareTokenCommand({
      Session,
      UserCode: totp(secret, Date.now()),
      FriendlyDeviceName: 'authenticator',
    }),
  );
  tokensOf(await respond(door, { ...second, Session: verified.Session }, { USERNAME: username }));
  return { username, password, secret };
}

/**
 * Any later sign-in: password, then the app's code.
 *
 * @param code what the person types @default the app's next code: the present one was used when the app was enrolled
 */
export async function signIn(
  door: SignInDoor,
  { password, secret, username }: Person,
  code: string = totp(secret, nextStep(Date.now())),
): Promise<Tokens> {
  const turn = expectChallenge(await provePassword(door, username, password), 'SOFTWARE_TOKEN_MFA');
  return tokensOf(await respond(door, turn, { USERNAME: username, SOFTWARE_TOKEN_MFA_CODE: code }));
}
