/** What is signed, in which bytes. */
import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { canonicalJson, templateDigest } from '../../lib/attest/canonical';
import { envelopeSchemaOf, isSealedBy, payloadTypes, sealed } from '../../lib/attest/envelope';
import { kmsKey, localKey } from './signers';

const payload = Buffer.from('{}');

test.each([
  ['a local key', localKey],
  ['a key of KMS', kmsKey],
])('a signature of %s is over the payload, and of no other key', async (_, make) => {
  const signer = make();
  const envelope = await sealed(payloadTypes.manifest, payload, signer);
  expect(isSealedBy(envelope, signer.publicKey)).toBe(true);
  expect(isSealedBy(envelope, make().publicKey)).toBe(false);
  expect(isSealedBy({ ...envelope, payload: Buffer.from('{ }').toString('base64') }, signer.publicKey)).toBe(false);
});

test('a key that cannot sign has signed nothing', async () => {
  const { publicKey } = generateKeyPairSync('x25519', {
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  expect(isSealedBy(await sealed(payloadTypes.manifest, payload, localKey()), publicKey)).toBe(false);
});

test('a signature is over the type too: an increment cannot be passed off as a manifest', async () => {
  const signer = kmsKey();
  const envelope = await sealed(payloadTypes.increment, payload, signer);
  expect(isSealedBy({ ...envelope, payloadType: payloadTypes.manifest }, signer.publicKey)).toBe(false);
  expect(envelopeSchemaOf(payloadTypes.manifest).safeParse(envelope).success).toBe(false);
  expect(envelopeSchemaOf(payloadTypes.increment).safeParse(envelope).success).toBe(true);
});

test('a template’s digest does not depend on the order of its keys', () => {
  expect(templateDigest({ a: 1, b: [{ c: 1, d: 2 }] })).toBe(templateDigest({ b: [{ d: 2, c: 1 }], a: 1 }));
  expect(templateDigest({ a: 1 })).not.toBe(templateDigest({ a: 2 }));
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

test('a template is the same when CloudFormation gives it back with question marks', () => {
  expect(templateDigest({ Description: 'Praxis Müller 🦷' })).toBe(templateDigest({ Description: 'Praxis M?ller ?' }));
  expect(templateDigest({ Description: 'Praxis Müller' })).not.toBe(templateDigest({ Description: 'Praxis Miller' }));
});
