/** A resource kind: one sort of AWS resource, its normalised state, and how a template is read into it. */
import type { TemplateResource, TemplateSet } from './template';

/**
 * A resource state is plain data. Its fields are `Value`s: literals, symbols or unknowns. The template reader and the
 * live reader of a kind yield the same type.
 */
export interface ResourceKind<S> {
  /** Stable name: service and sort, for example `s3.bucket`. */
  readonly name: string;
  /** CloudFormation types that declare it. */
  readonly types: readonly string[];
  /** Reads one declared resource, with the resources attached to it and the provider's defaults for what is unsaid. */
  read(resource: TemplateResource, set: TemplateSet): S;
  /**
   * Dotted paths of the state that the template owns: live is compared with declared there. A violation breaks a
   * requirement; a difference at one of these breaks a promise. Both are drift.
   */
  readonly owned: readonly string[];
  /**
   * Whether the state says all that the template says of the resource, so that one made anew from the state alone is the
   * same.
   *
   * @default it does
   */
  saysAll?(resource: TemplateResource, set: TemplateSet): boolean;
}

export const defineKind = <S>(kind: ResourceKind<S>): ResourceKind<S> => kind;
