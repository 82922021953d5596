/** A request as AWS's authorization sees it. */
import type { Context } from './context';

/** Who asks. */
export interface Principal {
  /** `root` is an account's root user, `anonymous` whoever gives no credentials. */
  readonly kind: 'role' | 'user' | 'root' | 'service' | 'federated' | 'anonymous';
  /** ARN of the role or user, name of the service or of the identity provider; empty for nobody. */
  readonly name: string;
  /** ARN of the session, for a role. @default a session whose name no policy holds */
  readonly session?: string;
  /** Account that it is in; none for services, providers and nobody. */
  readonly account?: string;
}

export interface Request {
  readonly principal: Principal;
  /** For example `s3:GetObject`. */
  readonly action: string;
  readonly resource: string;
  readonly context: Context;
}

/** Roles that AWS's services alone assume: neither service control policies nor resource control policies bind them. */
export const isServiceLinked = ({ kind, name }: Principal): boolean =>
  kind === 'role' && name.includes(':role/aws-service-role/');
