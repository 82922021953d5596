/** What the flow of PHI consists of. `phi-flow.ts` reads it from the templates. */
import type { Use } from './grants';

export interface FlowNode {
  readonly id: string;
  readonly name: string;
}

/** A store of practice data. */
export interface FlowStore extends FlowNode {
  readonly kind: 'bucket' | 'table';
  readonly dataClass: string;
  /** Id and alias of the key that it is encrypted under. */
  readonly key: string;
  readonly keyAlias?: string;
  readonly who: readonly { readonly role: string; readonly uses: readonly Use[] }[];
  readonly backup?: string;
  /** What looks into each new object. */
  readonly scannedBy: readonly string[];
}

export interface FlowFunction extends FlowNode {
  readonly inNetwork: boolean;
  /** Names of the roles in whose name it acts. */
  readonly actsAs: readonly string[];
}

export interface FlowApi extends FlowNode {
  readonly routes: readonly string[];
  /** Ids of the user pools whose tokens it takes; a route without an authorizer takes anybody. */
  readonly signIn: readonly string[];
  readonly open: readonly string[];
  readonly functions: readonly string[];
}

export interface PracticeFlow {
  readonly practice: string;
  /** The name that people use. */
  readonly name: string;
  readonly apis: readonly FlowApi[];
  readonly functions: readonly FlowFunction[];
  readonly stores: readonly FlowStore[];
}

export interface FlowCopy extends FlowNode {
  readonly region: string;
  readonly key: string;
  /** Locked: nobody can delete from it before its time. */
  readonly locked: boolean;
}

export interface FlowRecord extends FlowNode {
  readonly kind: 'trail' | 'logs' | 'bucket';
  /** Ids of what it tells of. */
  readonly of: readonly string[];
}

export interface FlowEdge {
  readonly from: string;
  readonly to: string;
  readonly how: string;
}

export interface PhiFlow {
  readonly signIn: readonly (FlowNode & { readonly mfa: boolean })[];
  readonly practices: readonly PracticeFlow[];
  readonly copies: readonly FlowCopy[];
  readonly records: readonly FlowRecord[];
  readonly edges: readonly FlowEdge[];
}
