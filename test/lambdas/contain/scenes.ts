/** Scenes that tests of the handling of requests share: who is suspected, and what a test asks. */
import { type Case, caseId, statusOf } from '../../../lambdas/contain/case';
import type { Finding } from '../../../lambdas/contain/finding';
import { handle } from '../../../lambdas/contain/handle';
import { keyOf, type Target } from '../../../lambdas/contain/target';
import { finding } from './findings';
import { account, MadeUpWorld } from './made-up-world';

export const arn = (name: string) => `arn:aws:iam::${account}:${name}`;
export const reader: Target = { kind: 'iam.role', name: 'reader', arn: arn('role/reader') };
export const images: Target = { kind: 's3.bucket', name: 'phi-images', principal: arn('role/reader') };
export const host: Target = { kind: 'ec2.instance', id: 'i-0abcdef1234567890' };
export const mallory: Target = { kind: 'iam.user', name: 'mallory', arn: arn('user/mallory') };

export const exfiltration = finding('exfiltration-s3');
export const bruteForce = finding('brute-force-target');

export function worldWith(...targets: readonly Target[]): MadeUpWorld {
  const world = new MadeUpWorld();
  for (const target of targets) world.place(target);
  return world;
}

export const find = (world: MadeUpWorld, one: Finding) => handle({ kind: 'finding', finding: one }, world.ports);
export const decide = (world: MadeUpWorld, action: 'approve' | 'release', id: string) =>
  handle({ kind: 'decision', case: id, action, by: 'AROAAPPROVER:ann' }, world.ports);
export const tick = (world: MadeUpWorld) => handle({ kind: 'clock' }, world.ports);
export const caseIn = (world: MadeUpWorld, one: Finding, generation = 1): Case => {
  const found = world.cases.get(caseId(one.id, generation));
  if (!found) throw new Error('no such case');
  return found;
};
export const statesOf = (world: MadeUpWorld, ...targets: readonly Target[]) =>
  targets.map((one) => world.live.get(keyOf(one)));
export const toldOf = (world: MadeUpWorld) => world.told.map(statusOf);
