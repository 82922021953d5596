/**
 * A promise of a template that no requirement asks for, and how it is broken: by the call that a fixer puts it back by, made
 * by somebody else and with something else in it.
 */
import type { LiveKind } from '../../lambdas/drift/live/live';
import type { RuleState } from '../../lib/resources/events-rule';
import type { StackResource } from '../../lib/resources/resolve';
import type { Scene } from './scene';
import { stranger } from './statements';

/** A resource whose promise is broken. */
export interface Place {
  readonly row: StackResource;
  readonly declared: unknown;
}

export interface BrokenPromise {
  readonly kind: LiveKind<unknown>;
  /** Owned path. */
  readonly path: string;
  where(scene: Scene): Place | Promise<Place>;
  /** What the state is made to say instead. */
  spoil(declared: unknown, scene: Scene): object;
  /** How often: a policy has no version left after some times. @default once */
  readonly times?: number;
}

/** A promise that no put can break. */
export interface BrokenByCall extends Pick<BrokenPromise, 'kind' | 'where'> {
  /** Owned path; empty for the resource itself, which is deleted, keeps its name, and is made anew. */
  readonly path: string;
  breakIt(scene: Scene, physicalId: string): Promise<unknown>;
}

type Where = BrokenPromise['where'];

/**
 * One promise.
 *
 * @param where which resource of the kind. @default the first that the deployment has
 */
export function promise<S>(
  kind: LiveKind<S>,
  path: string,
  spoil: (declared: S, scene: Scene) => Partial<S>,
  where?: Where,
): BrokenPromise {
  const some: LiveKind<unknown> = kind as LiveKind<unknown>;
  return {
    kind: some,
    path,
    spoil: spoil as BrokenPromise['spoil'],
    where: where ?? ((scene) => scene.one(some.kind)),
  };
}

/** Whoever takes the tags away hides a resource from the bill, from reports, and from whoever looks for it by them. */
export const tagsOf = (kind: LiveKind<unknown>, where?: Where): BrokenPromise =>
  promise(kind, 'tags', () => ({ tags: { owner: 'mallory' } }) as object, where);

/** Somebody else listens too. */
export const listening = ({ targets }: RuleState, { options: { region } }: Scene): Pick<RuleState, 'targets'> => ({
  targets: { ...(targets as object), mallory: { Id: 'mallory', Arn: `arn:aws:sqs:${region}:${stranger}:ear` } },
});
