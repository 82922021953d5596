/** Templates that were signed, those that were not, and manifests that are not sound. */

import { createPublicKey } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import { marshall } from '@aws-sdk/util-dynamodb';
import { type Attested, attestedIn, unattestedOf } from '../../../lambdas/drift/attested';
import type { DriftRecord } from '../../../lambdas/drift/record';
import { mattersOf, tellUnattested, type UnattestedPorts } from '../../../lambdas/drift/tell-unattested';
import type { Signer } from '../../../lib/attest/envelope';
import { type Attestation, attestationOf, openAttestation, sealAttestation } from '../../../lib/attest/templates';
import { kmsKey } from '../../attest/signers';
import { answering } from './fake-client';
import { deploymentOf, keyId, smallStack, smallTemplates } from './fake-deployment';
import { stopRotation, visit } from './fake-messages';
import { FakeWorld } from './fake-world';

const signer = kmsKey();
const at = new Date('2026-11-24T20:00:00Z');
const digest = (letter: string) => letter.repeat(64);
const make = (templates: readonly (readonly [stack: string, sha256: string])[], older?: Attestation) =>
  attestationOf(
    { deployment: 'lakeside', at },
    templates.map(([stack, sha256]) => ({ stack, sha256 })),
    older,
  );

describe('an attestation', () => {
  test('counts what is to come beside what stands, while a deployment is under way', () => {
    const older = make([
      ['a', digest('1')],
      ['b', digest('2')],
    ]);
    expect(
      make(
        [
          ['a', digest('3')],
          ['b', digest('2')],
        ],
        older,
      ).templates,
    ).toEqual([
      { stack: 'a', sha256: [digest('1'), digest('3')] },
      { stack: 'b', sha256: [digest('2')] },
    ]);
  });

  test.each<[what: string, text: (sound: string) => Promise<string> | string, why: string]>([
    ['nothing', () => '', 'no signed manifest'],
    ['a changed payload', (text) => text.replace(/"payload":"(.{40})./, '"payload":"$1A'), 'not of the key'],
    ['another key', () => sealAttestation(make([]), kmsKey()), 'not of the key'],
    [
      'another deployment',
      () => sealAttestation({ ...make([]), deployment: 'harbour' }, signer),
      'of the deployment harbour',
    ],
    [
      'something else',
      () => sealAttestation({ format: 'x' } as unknown as Attestation, signer),
      'no manifest of templates',
    ],
  ])('that is %s attests nothing', async (_, change, why) => {
    const text = await change(await sealAttestation(make([['a', digest('1')]]), signer));
    expect(() => openAttestation(text, signer.publicKey, 'lakeside')).toThrow(why);
  });
});

describe('the deployed templates', () => {
  const manifest: Attested = { known: 'manifest', attestation: make([['a', digest('1')]]) };

  test.each<[what: string, attested: Attested, stack: string, sha256: string, why: string | undefined]>([
    ['as signed', manifest, 'a', digest('1'), undefined],
    ['changed', manifest, 'a', digest('2'), 'its deployed template (222222222222) is not in the signed manifest'],
    ['of a stack that was never signed', manifest, 'b', digest('1'), 'is not in the signed manifest'],
    ['with an unsound manifest', { known: 'unsound', why: 'x' }, 'a', digest('1'), 'attests nothing: x'],
    ['before any manifest', { known: 'none' }, 'a', digest('1'), undefined],
  ])('%s', (_, attested, stack, sha256, why) => {
    const found = unattestedOf(attested, [{ stack, sha256 }]).get(stack);
    if (why === undefined) expect(found).toBeUndefined();
    else expect(found).toContain(why);
  });
});

describe('reading it', () => {
  const keyOf = (one: Signer) => createPublicKey(one.publicKey).export({ type: 'spki', format: 'der' });
  const place = { deployment: 'lakeside', signingKey: 'key', table: 'lakeside-drift' };
  const reading = (item: () => object | undefined, key: () => Buffer = () => keyOf(signer)) => {
    const region = { region: 'us-east-1' };
    const dynamo = answering(new DynamoDBClient(region), () => {
      const found = item();
      return found ? { Item: marshall(found) } : {};
    });
    const kms = answering(new KMSClient(region), () => ({ KeySpec: 'ECC_NIST_P256', PublicKey: key() }));
    return attestedIn(dynamo, kms, place);
  };

  test('no item is none; a sound one is a manifest; one by another key is unsound', async () => {
    const envelope = await sealAttestation(make([['a', digest('1')]]), signer);
    expect(await reading(() => undefined)()).toEqual({ known: 'none' });
    expect(await reading(() => ({ envelope }))()).toMatchObject({ known: 'manifest' });
    expect(
      await reading(
        () => ({ envelope }),
        () => keyOf(kmsKey()),
      )(),
    ).toMatchObject({ known: 'unsound' });
  });

  test('what cannot be read attests nothing: it is no reason to take every template for declared', async () => {
    const failing = reading(() => {
      throw new Error('denied');
    });
    expect(await failing()).toEqual({ known: 'unsound', why: 'Error: denied' });
  });
});

describe('the loop', () => {
  const broken = (unattested: Readonly<Record<string, string>>) => {
    const world = new FakeWorld(deploymentOf(smallTemplates(), {}, unattested));
    world.break('kms.key', keyId, { rotationEnabled: false });
    return world;
  };
  const rotates = (world: FakeWorld) => world.at('kms.key', keyId, 'rotationEnabled');

  test.each([
    ['a call', () => stopRotation()],
    ['the sweep', () => visit('Key')],
  ])('changes nothing of an unattested stack after %s, and raises an alarm', async (_, message) => {
    const world = broken({ [smallStack]: 'its deployed template is another' });
    await world.send(message());
    expect(rotates(world)).toBe(false);
    expect(world.fixers).toEqual([]);
    expect(world.told).toMatchObject([
      { outcome: 'alarmed', why: 'not attested: its deployed template is another', controls: ['kms.key.rotation'] },
    ]);
  });

  test('fixes what is attested, whatever another stack is', async () => {
    const world = broken({ 'lakeside-other': 'its deployed template is another' });
    await world.send(stopRotation());
    expect(rotates(world)).toBe(true);
  });

  test('says nothing of a resource in which nothing is wrong', async () => {
    const world = new FakeWorld(deploymentOf(smallTemplates(), {}, { [smallStack]: 'another' }));
    await world.send(stopRotation());
    expect(world.told).toEqual([]);
  });
});

describe('the sweep tells', () => {
  const stack = { ...deploymentOf(smallTemplates(), {}, { [smallStack]: 'another template' }) };
  const portsAt = (now: { at: Date }) => {
    const written = new Map<string, DriftRecord>();
    const told: DriftRecord[] = [];
    const ports: UnattestedPorts = {
      deployment: 'lakeside',
      records: {
        history: () => Promise.reject(new Error('not asked')),
        find: () => Promise.reject(new Error('not asked')),
        write: async (record) => void written.set(record.resource.physicalId, record),
      },
      newest: async ({ physicalId }) => written.get(physicalId),
      open: async () => undefined,
      tell: async (record) => void told.push(record),
      clock: () => now.at,
      digits: () => '1a2b3c4d',
    };
    return { ports, told };
  };

  test('of an unattested stack: an alarm, again after a day, and again when it is another template', async () => {
    const now = { at: new Date('2026-11-24T20:00:00Z') };
    const { ports, told } = portsAt(now);
    await tellUnattested(stack, ports);
    await tellUnattested(stack, ports);
    expect(told).toHaveLength(1);
    expect(told[0]).toMatchObject({ outcome: 'alarmed', severity: 'critical', resource: { stack: smallStack } });
    await tellUnattested({ ...stack, unattested: new Map([[smallStack, 'a third template']]) }, ports);
    expect(told).toHaveLength(2);
    now.at = new Date('2026-11-26T20:00:00Z');
    await tellUnattested({ ...stack, unattested: new Map([[smallStack, 'a third template']]) }, ports);
    expect(told).toHaveLength(3);
  });

  test('where none ever was: once, and never again', async () => {
    const now = { at: new Date('2026-11-24T20:00:00Z') };
    const { ports, told } = portsAt(now);
    const deployment = { ...deploymentOf(smallTemplates()), attested: 'none' as const };
    await tellUnattested(deployment, ports);
    now.at = new Date('2027-11-24T20:00:00Z');
    await tellUnattested(deployment, ports);
    expect(told.map(({ outcome, severity }) => [outcome, severity])).toEqual([['reported', 'low']]);
  });

  test('nothing where all are attested', () => {
    expect(mattersOf(deploymentOf(smallTemplates()), 'lakeside')).toEqual([]);
  });
});
