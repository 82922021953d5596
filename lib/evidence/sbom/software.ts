/** What software a deployment is made of: the packages that the lock file names, and what each function's bundle holds. */

/** One package of `package-lock.json`. */
export interface LockedPackage {
  /** Its place in the lock file, `node_modules/zod`: one name may stand there in several versions. */
  readonly path: string;
  readonly name: string;
  readonly version: string;
  /** Subresource integrity, `sha512-…` in base64. */
  readonly integrity?: string;
  /** SPDX expression, or what the package says. */
  readonly license?: string;
  readonly dev: boolean;
  readonly optional: boolean;
  /** Places of the packages that it depends on, and that are locked. */
  readonly dependsOn: readonly string[];
}

/** One function as it is deployed. */
export interface BundledFunction {
  /** The file with its handler, relative to the repository. */
  readonly entry: string;
  readonly bytes: number;
  readonly sha256: string;
  /** Places of the packages of which the bundle holds code; what esbuild left out is not there. */
  readonly packages: readonly string[];
}

export interface Software {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  /** Places of what the blueprint depends on by name. */
  readonly dependsOn: readonly string[];
  readonly packages: readonly LockedPackage[];
  readonly functions: readonly BundledFunction[];
}
