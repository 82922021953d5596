/**
 * What evidence is made of: the facts that a synth, a deployment and a drill left behind. Plain data; every part of the
 * bundle is a pure function of it, so that the same facts give the same bytes.
 */
import type { Increments } from '../attest/chain';
import type { Config } from '../config/schema';
import type { ExceptionInForce } from '../gates/exceptions';
import type { NamedTemplate, TemplateSet } from '../resources/template';

/** Where one resource of a template comes from. */
export interface Origin {
  readonly stack: string;
  readonly logicalId: string;
  /** Construct path, for example `Asepsis/Audit/Trail/Resource`. */
  readonly path: string;
  /** `file:line` of the code that made it, relative to the repository, where it is known. */
  readonly source?: string;
}

/** One owned property of a resource that was read back and is not as declared. */
export interface Deviation {
  readonly path: string;
  readonly problem: string;
}

/** One owned property that was read back and cannot be compared: neither as declared nor otherwise. */
export interface Undecided {
  readonly path: string;
  readonly why: string;
}

/** One resource, read back through the AWS API. */
export interface ReadBackResource {
  readonly stack: string;
  readonly logicalId: string;
  readonly kind: string;
  /** Owned properties that the template declares. */
  readonly owned: number;
  /** Those that do not stand as declared. */
  readonly deviations: readonly Deviation[];
  /** @default each could be compared */
  readonly undecided?: readonly Undecided[];
}

/** One deployed stack, held against what was synthesized and against the signed manifest of templates. */
export interface DeployedStack {
  readonly stack: string;
  readonly region: string;
  /** CloudFormation's word for it, such as `UPDATE_COMPLETE`; absent where there is no such stack. */
  readonly status?: string;
  /** Whether its template is the one that this bundle speaks of. */
  readonly asSynthesized: boolean;
  /** Whether its template is in the signed manifest; absent where nothing was ever attested. */
  readonly attested?: boolean;
  /** What is otherwise, in a sentence. */
  readonly why?: string;
}

/** What was read back of a deployment. Where it was: an emulator is not AWS. */
export interface DeployedFacts {
  readonly where: 'local cloud' | 'account';
  /** ISO 8601: when the last of it was read. @default the moment of the bundle */
  readonly at?: string;
  /** @default the deployment was made for this bundle, from its own templates */
  readonly stacks?: readonly DeployedStack[];
  readonly resources: readonly ReadBackResource[];
  /** Resources that were not read back: no emulator has an API for them, they are not there, or a read was refused. */
  readonly leftOut: readonly { readonly stack: string; readonly logicalId: string; readonly reason: string }[];
  readonly workload?: {
    readonly steps: readonly { readonly what: string; readonly expected: string; readonly got: string }[];
  };
}

/** What became of one control in the drill. */
export interface DrilledControl {
  readonly control: string;
  /** Tells several breaks of one control apart. */
  readonly name?: string;
  readonly kind: string;
  readonly proof: 'live' | 'recorded' | 'absent';
  readonly mode: 'enforce' | 'observe' | 'none';
  readonly brokenBy?: string;
  /** ISO 8601: when it was broken. @default the moment of the bundle */
  readonly at?: string;
  /** What was broken, by its id in the cloud: several breaks may be of one resource. */
  readonly physicalId?: string;
  readonly outcome?: string;
  readonly noticedMs?: number;
  readonly fixedMs?: number;
  readonly verified?: boolean;
  readonly noOp?: boolean;
  readonly passed: boolean;
  readonly why?: string;
}

/** What one role of the drift loop was granted and used over a drill. */
export interface GrantedRole {
  readonly role: string;
  readonly granted: readonly string[];
  readonly used: readonly string[];
  readonly unused: readonly { readonly action: string; readonly reason: string }[];
  readonly unexplained: readonly string[];
  readonly missing: readonly string[];
}

export interface DrillFacts {
  readonly rows: readonly DrilledControl[];
  readonly grants: readonly GrantedRole[];
}

/** Operating evidence of a period, as the scheduled function wrote it to the archive: each signature and link was checked. */
export interface OperationFacts extends Increments {
  readonly where: DeployedFacts['where'];
  /** The bucket. */
  readonly archive: string;
  readonly from: Date;
  readonly to: Date;
  /** In PEM, the keys whose signature counted. */
  readonly publicKeys: readonly string[];
  /** The signed form of each sound increment, as it lies in the archive, by its name there. */
  readonly envelopes: ReadonlyMap<string, string>;
}

/** Everything that is known. What was not looked at is absent, and every reader of it says so. */
export interface EvidenceFacts {
  readonly config: Config;
  /** SHA-256 of the configuration file's bytes, in hexadecimal. */
  readonly configSha256: string;
  /** The moment that the bundle speaks for; from `SOURCE_DATE_EPOCH` where it is set. */
  readonly at: Date;
  /** Somebody set the moment: what was seen was seen at its own time. @default it is the clock's */
  readonly atWasGiven?: true;
  /** Versions by tool: `asepsis`, `node`, `aws-cdk-lib`, ... */
  readonly tools: Readonly<Record<string, string>>;
  /** Commit of the repository, where there is one; `dirty` with changes that are not committed. */
  readonly commit?: { readonly id: string; readonly dirty: boolean };
  readonly templates: readonly NamedTemplate[];
  /** The same templates, read. */
  readonly set: TemplateSet;
  readonly origins: readonly Origin[];
  /** Templates of the CDK's bootstrap, whose roles deploy this. @default not at hand, and the page says so */
  readonly bootstrap?: readonly NamedTemplate[];
  /** What the gate looked at, and the exceptions in force with the findings that they cover. Violations never get here. */
  readonly gate: { readonly resources: number; readonly inForce: readonly ExceptionInForce[] };
  /** @default nothing was read back: what stands in the templates is designed, and no more is shown */
  readonly deployed?: DeployedFacts;
  /** @default nothing was drilled */
  readonly drill?: DrillFacts;
  /** @default no archive was read */
  readonly operation?: OperationFacts;
}

/** The files of a bundle by their path in it, each whole. */
export type BundleFiles = ReadonlyMap<string, string | Uint8Array>;
