/** A made-up world for the writer of evidence. */
import type { EvidencePorts, Sources } from '../../../lambdas/evidence/ports';
import type { Signer } from '../../../lib/attest/envelope';

const none = async () => ({ items: [] });

export const noSources: Sources = {
  drift: none,
  responses: none,
  rules: none,
  restores: none,
  roles: none,
  users: none,
  people: none,
};

export interface FakeWorld {
  readonly ports: EvidencePorts;
  readonly objects: Map<string, string>;
  readonly errors: string[];
  now: Date;
}

export function fakeWorld(signer: Signer, changes: Partial<EvidencePorts> = {}): FakeWorld {
  const objects = new Map<string, string>();
  const errors: string[] = [];
  const world: FakeWorld = {
    objects,
    errors,
    now: new Date('2026-11-25T03:15:09.500Z'),
    ports: {
      sources: noSources,
      archive: {
        list: async (prefix) => [...objects.keys()].filter((key) => key.startsWith(prefix)).sort(),
        read: async (key) => objects.get(key) ?? '',
        write: async (key, body) => {
          if (objects.has(key)) throw new Error(`${key} is there`);
          objects.set(key, body);
        },
      },
      signer: async () => signer,
      clock: () => world.now,
      log: { info: () => undefined, error: (message, more) => errors.push(`${message} ${JSON.stringify(more)}`) },
      ...changes,
    },
  };
  return world;
}
