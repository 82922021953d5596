/** Made-up increments, as their writer leaves them in the archive. */
import { canonicalJson, digestOf } from '../../lib/attest/canonical';
import { payloadTypes, type Signer, sealed } from '../../lib/attest/envelope';
import { envelopeKeyOf, type Increment, keyOfIncrement, type Sections } from '../../lib/attest/increment';

const nothing = { status: 'gathered' as const, items: [] };

export const emptySections: Sections = {
  drift: nothing,
  responses: nothing,
  rules: nothing,
  restores: nothing,
  roles: nothing,
  users: nothing,
  people: nothing,
};

export const incrementOf = (from: Date, to: Date, previous: Increment['previous']): Increment => ({
  format: 'asepsis-increment/1',
  deployment: 'lakeside',
  account: '111122223333',
  region: 'us-east-1',
  from: from.toISOString(),
  to: to.toISOString(),
  previous,
  notes: [],
  sections: emptySections,
});

/** Writes one into a made-up archive, and gives what the next one follows. */
export async function keep(found: Map<string, string>, increment: Increment, signer: Signer) {
  const payload = `${canonicalJson(increment)}\n`;
  const key = keyOfIncrement(new Date(increment.to));
  const envelope = await sealed(payloadTypes.increment, Buffer.from(payload), signer);
  found.set(key, payload).set(envelopeKeyOf(key), `${canonicalJson(envelope)}\n`);
  return { key, sha256: digestOf(payload) };
}
