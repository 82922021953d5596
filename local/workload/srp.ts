/**
 * The person's half of Cognito's secure remote password (RFC 5054's 3,072-bit group, SHA-256): proves the password
 * without sending it. Pure, but for the random number that the caller may give.
 */
import { createHash, createHmac, randomBytes } from 'node:crypto';

/** RFC 3526 section 4, the group of 3,072 bits. */
const prime = BigInt(
  `0x${[
    'FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DD',
    'EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED',
    'EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F',
    '83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B',
    'E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF6955817183995497CEA956AE515D2261898FA0510',
    '15728E5A8AAAC42DAD33170D04507A33A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7DB3970F85A6E1E4C7',
    'ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864D87602733EC86A64521F2B18177B200C',
    'BBE117577A615D6C770988C0BAD946E208E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF',
  ].join('')}`,
);
const generator = 2n;

/** What Cognito answers to the first message. */
export interface SrpChallenge {
  readonly salt: string;
  readonly srpB: string;
  readonly secretBlock: string;
  readonly userId: string;
}

export interface SrpProver {
  /** The first message, in hex. */
  readonly srpA: string;
  /** The proof, in base64. @throws Error for a challenge that no honest server gives */
  prove(challenge: SrpChallenge, password: string, timestamp: string): string;
}

const sha256 = (...parts: readonly (Buffer | string)[]) => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

const toNumber = (bytes: Buffer) => BigInt(`0x${bytes.toString('hex') || '0'}`);

/** Big-endian, with a zero byte before a high bit: what Cognito hashes. */
function padded(value: bigint): Buffer {
  const hex = value.toString(16);
  const even = hex.length % 2 === 0 ? hex : `0${hex}`;
  return Buffer.from(/^[89a-f]/.test(even) ? `00${even}` : even, 'hex');
}

const modulo = (value: bigint) => ((value % prime) + prime) % prime;

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  let factor = modulo(base);
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * factor) % prime;
    factor = (factor * factor) % prime;
  }
  return result;
}

/** As Cognito wants it: `Sun Nov 1 09:05:07 UTC 2026`, in English, the day without a leading zero. */
export function srpTimestamp(now: Date): string {
  const [weekday = '', day, month, year, time] = now.toUTCString().split(' ');
  return `${weekday.replace(',', '')} ${month} ${Number(day)} ${time} UTC ${year}`;
}

/**
 * @param poolId user pool id; its part after the underscore is in every hash
 * @param random the secret exponent
 */
export function srpProver(poolId: string, random: Buffer = randomBytes(128)): SrpProver {
  const secret = toNumber(random);
  const poolName = poolId.slice(poolId.indexOf('_') + 1);
  const a = power(generator, secret);
  return {
    srpA: a.toString(16),
    prove: ({ salt, secretBlock, srpB, userId }, password, timestamp) => {
      const b = BigInt(`0x${srpB}`);
      const scramble = toNumber(sha256(padded(a), padded(b)));
      // Either would make the session key one that anybody can compute (RFC 5054, section 2.5.4).
      if (modulo(b) === 0n || scramble === 0n) throw new Error('the server gave an SRP challenge that proves nothing');
      const multiplier = toNumber(sha256(padded(prime), padded(generator)));
      const identity = sha256(`${poolName}${userId}:${password}`);
      const x = toNumber(sha256(padded(BigInt(`0x${salt}`)), identity));
      const session = power(modulo(b - multiplier * power(generator, x)), secret + scramble * x);
      const extracted = createHmac('sha256', padded(scramble)).update(padded(session)).digest();
      const key = createHmac('sha256', extracted).update('Caldera Derived Key\x01').digest().subarray(0, 16);
      const message = Buffer.concat([
        Buffer.from(poolName + userId),
        Buffer.from(secretBlock, 'base64'),
        Buffer.from(timestamp),
      ]);
      return createHmac('sha256', key).update(message).digest('base64');
    },
  };
}
