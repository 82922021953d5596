/** What an authenticator app shows: RFC 6238 with the parameters that Cognito uses (SHA-1, 30 s, 6 digits). Pure. */
import { createHmac } from 'node:crypto';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const stepSeconds = 30;

/** RFC 4648 section 6. Padding is optional. */
function fromBase32(text: string): Buffer {
  const bits = [...text.toUpperCase().replace(/=+$/, '')].map((letter) => {
    const value = alphabet.indexOf(letter);
    if (value < 0) throw new Error(`"${letter}" is not of base32`);
    return value.toString(2).padStart(5, '0');
  });
  return Buffer.from((bits.join('').match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}

/**
 * @param secret as Cognito gives it, in base32
 * @param at the moment, in milliseconds since 1970
 */
export function totp(secret: string, at: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 1000 / stepSeconds)));
  const mac = createHmac('sha1', fromBase32(secret)).update(counter).digest();
  const offset = (mac.at(-1) ?? 0) & 0x0f;
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

/** The moment of the next code: a code counts once, so who has just used one waits for this. */
export const nextStep = (at: number): number => at + stepSeconds * 1000;
