import { createDiffieHellmanGroup, createHash, createHmac } from 'node:crypto';
import { srpProver, srpTimestamp } from '../../../local/workload/srp';

/** The server's half, written from the protocol by itself: S = (A · v^u)^b. Node knows the group as modp15. */
const prime = BigInt(`0x${createDiffieHellmanGroup('modp15').getPrime('hex')}`);

function pad(value: bigint): Buffer {
  const bytes = Buffer.from(
    value.toString(16).padStart(value.toString(16).length + (value.toString(16).length % 2), '0'),
    'hex',
  );
  return (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes;
}

const hash = (...parts: Buffer[]) => createHash('sha256').update(Buffer.concat(parts)).digest();
const number = (bytes: Buffer) => BigInt(`0x${bytes.toString('hex')}`);

function power(base: bigint, exponent: bigint): bigint {
  if (exponent === 0n) return 1n;
  const half = power(base, exponent / 2n);
  const square = (half * half) % prime;
  return exponent % 2n === 0n ? square : (square * base) % prime;
}

const poolId = 'us-east-1_Harbour';
const userId = 'doctor';
const salt = 'f1e2d3c4b5a69788';
const secretBlock = Buffer.from('block').toString('base64');
const timestamp = srpTimestamp(new Date('2026-11-01T09:05:07Z'));
const random = Buffer.alloc(128, 7);

function server(srpA: string, password: string) {
  const verifier = power(2n, number(hash(pad(BigInt(`0x${salt}`)), hash(Buffer.from(`Harbour${userId}:${password}`)))));
  const secret = 0x5eedn ** 20n;
  const b = (number(hash(pad(prime), pad(2n))) * verifier + power(2n, secret)) % prime;
  const scramble = number(hash(pad(BigInt(`0x${srpA}`)), pad(b)));
  const session = power((BigInt(`0x${srpA}`) * power(verifier, scramble)) % prime, secret);
  const extracted = createHmac('sha256', pad(scramble)).update(pad(session)).digest();
  const key = createHmac('sha256', extracted).update('Caldera Derived Key\x01').digest().subarray(0, 16);
  const message = Buffer.concat([Buffer.from(`Harbour${userId}block${timestamp}`)]);
  return { srpB: b.toString(16), expected: createHmac('sha256', key).update(message).digest('base64') };
}

test('the proof is the one that the server computes from its verifier', () => {
  const prover = srpProver(poolId, random);
  const { expected, srpB } = server(prover.srpA, 'Correct-Horse-7');
  expect(prover.prove({ salt, secretBlock, srpB, userId }, 'Correct-Horse-7', timestamp)).toBe(expected);
});

test('another password gives another proof', () => {
  const prover = srpProver(poolId, random);
  const { expected, srpB } = server(prover.srpA, 'Correct-Horse-7');
  expect(prover.prove({ salt, secretBlock, srpB, userId }, 'Correct-Horse-8', timestamp)).not.toBe(expected);
});

test.each([
  ['nought', 0n],
  ['the prime', prime],
  ['twice the prime', 2n * prime],
])('a server that sends %s is refused: anybody could compute the key', (_, b) => {
  const challenge = { salt, secretBlock, srpB: b.toString(16), userId };
  expect(() => srpProver(poolId, random).prove(challenge, 'x', timestamp)).toThrow('proves nothing');
});

test('the timestamp is as Cognito reads it', () => expect(timestamp).toBe('Sun Nov 1 09:05:07 UTC 2026'));
