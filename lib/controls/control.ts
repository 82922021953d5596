/** What a control is: one requirement on one kind of resource, as one small object. */
import type { ResourceKind } from '../resources/kind';
import type { Verdict } from './verdict';

/** A paragraph of 45 CFR, for example `164.312(a)(2)(iv)`. */
export type Citation = `164.${number}${string}`;

export type Severity = 'critical' | 'high' | 'medium' | 'low';

/** What happens when a live resource violates the control. `observe` and `none` carry the written reason. */
export type Fix =
  | { readonly mode: 'enforce' }
  | { readonly mode: 'observe'; readonly reason: string }
  | { readonly mode: 'none'; readonly reason: string };

export interface Control<S> {
  /** Stable id, `service.resource.property`, for example `s3.bucket.tls-only`. */
  readonly id: string;
  /** One sentence that says what holds: "Buckets refuse requests without TLS 1.2". */
  readonly title: string;
  /** Paragraphs of 45 CFR that ask for it. */
  readonly hipaa: readonly Citation[];
  /** Rule of AWS's HIPAA conformance pack that checks the same, where there is one. */
  readonly configRule?: string;
  readonly severity: Severity;
  readonly resource: ResourceKind<S>;
  /** `true` where the mere existence of the resource is the violation. */
  readonly forbidden?: boolean;
  evaluate(state: S): Verdict;
  /** How to mend it in a template, for the developer who sees the gate fail. */
  readonly remedy: string;
  /**
   * CloudTrail event names (not SDK names) that can break it, as `service:EventName`, the service as in `eventSource`
   * without `.amazonaws.com`: `kms:DisableKeyRotation`, `lambda:AddPermission20150331v2`.
   */
  readonly brokenBy: readonly `${string}:${string}`[];
  readonly fix: Fix;
  /** IAM actions that reading and putting right need, exactly; empty where the fix is not `enforce`. */
  readonly permissions: readonly string[];
}

/** Keeps the state's type while a control is written; the registry holds controls of every state. */
export const defineControl = <S>(control: Control<S>): Control<S> => control;

/** A control whatever its state: what the registry, the gate and the documents work with. */
export type AnyControl = Control<unknown>;
