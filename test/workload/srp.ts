/** Secure Remote Password as Cognito speaks it: the password never leaves the client. RFC 5054, with Cognito's own padding. */
import { createHash, createHmac, getDiffieHellman, randomBytes } from 'node:crypto';

const primeHex = getDiffieHellman('modp15').getPrime('hex');
const prime = BigInt(`0x${primeHex}`);
const generator = 2n;

/** Even in length, and never read as negative. */
function pad(value: bigint | string): string {
  const hex = typeof value === 'string' ? value : value.toString(16);
  const even = hex.length % 2 === 0 ? hex : `0${hex}`;
  return /^[89a-f]/i.test(even) ? `00${even}` : even;
}

const hash = (data: Buffer): string => createHash('sha256').update(data).digest('hex').padStart(64, '0');
const hashHex = (hex: string): bigint => BigInt(`0x${hash(Buffer.from(hex, 'hex'))}`);

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  let factor = ((base % prime) + prime) % prime;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * factor) % prime;
    factor = (factor * factor) % prime;
  }
  return result;
}

/** As Cognito wants it: `Mon Nov 23 9:05:01 UTC 2026`, without a leading zero for the day. */
function timestamp(now: Date): string {
  const [weekday = '', day = '', month = '', year = '', time = ''] = now.toUTCString().replace(',', '').split(' ');
  return `${weekday} ${month} ${Number(day)} ${time} UTC ${year}`;
}

export interface SrpSession {
  /** `SRP_A` of the first request. */
  readonly publicValue: string;
  /** Answers the PASSWORD_VERIFIER challenge. */
  answer(parameters: Readonly<Record<string, string>>, password: string): Record<string, string>;
}

export function startSrp(userPoolId: string): SrpSession {
  const secret = BigInt(`0x${randomBytes(128).toString('hex')}`);
  const own = power(generator, secret);
  const pool = userPoolId.split('_')[1] ?? '';
  return {
    publicValue: own.toString(16),
    answer: ({ SALT = '', SECRET_BLOCK = '', SRP_B = '', USER_ID_FOR_SRP: user = '' }, password) => {
      const theirs = BigInt(`0x${SRP_B}`);
      const scramble = hashHex(pad(own) + pad(theirs));
      const multiplier = hashHex(pad(primeHex) + pad(generator));
      const proof = hashHex(pad(SALT) + hash(Buffer.from(`${pool}${user}:${password}`)));
      const shared = power(theirs - multiplier * power(generator, proof), secret + scramble * proof);
      const extracted = createHmac('sha256', Buffer.from(pad(scramble), 'hex')).update(Buffer.from(pad(shared), 'hex')).digest();
      const key = createHmac('sha256', extracted).update('Caldera Derived Key\u0001').digest().subarray(0, 16);
      const TIMESTAMP = timestamp(new Date());
      const signature = createHmac('sha256', key).update(pool).update(user).update(Buffer.from(SECRET_BLOCK, 'base64')).update(TIMESTAMP);
      return { USERNAME: user, PASSWORD_CLAIM_SECRET_BLOCK: SECRET_BLOCK, PASSWORD_CLAIM_SIGNATURE: signature.digest('base64'), TIMESTAMP };
    },
  };
}
