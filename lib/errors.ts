/** The one family of errors. Each says what was given, what is allowed, where, and what to do. */

export interface ErrorDetail {
  /** Stable code for programs, for example `CONFIG_INVALID`. */
  readonly code: string;
  /** What to do about it, for a person. */
  readonly remedy: string;
  readonly cause?: unknown;
}

/** What the product itself refuses or cannot do. Anything else that is thrown is a defect. */
export class AsepsisError extends Error {
  readonly code: string;
  readonly remedy: string;

  constructor(message: string, detail: ErrorDetail) {
    super(message, { cause: detail.cause });
    this.name = new.target.name;
    this.code = detail.code;
    this.remedy = detail.remedy;
  }
}

/** One thing that is wrong with a configuration file. */
export interface ConfigProblem {
  /** Dotted key path, for example `practices.0.id`; empty for the file as a whole. */
  readonly path: string;
  /** 1-based place in the file, where there is one. */
  readonly line?: number;
  readonly column?: number;
  /** What was given, quoted. */
  readonly given: string;
  /** What is allowed. */
  readonly allowed: string;
  /** A likely meaning of a misspelt key or value. */
  readonly suggestion?: string;
}

/** A configuration that is refused whole, with all its problems at once. */
export class ConfigError extends AsepsisError {
  constructor(
    readonly file: string,
    readonly problems: readonly ConfigProblem[],
  ) {
    super(
      `${file} has ${problems.length} problem${problems.length === 1 ? '' : 's'}:\n${problems.map((one) => `  ${describe(file, one)}`).join('\n')}`,
      {
        code: 'CONFIG_INVALID',
        remedy: `Mend ${file}; nothing was written. \`asepsis init --help\` shows how to make a new one.`,
      },
    );
  }
}

function describe(file: string, { path, line, column, given, allowed, suggestion }: ConfigProblem): string {
  const place = line === undefined ? file : `${file}:${line}:${column ?? 1}`;
  const hint = suggestion === undefined ? '' : ` Did you mean ${suggestion}?`;
  return `${place} ${path === '' ? '' : `${path}: `}given ${given}; allowed: ${allowed}.${hint}`;
}

/** A construct was asked to weaken what it guards. */
export class SafeguardError extends AsepsisError {
  constructor(path: string, given: string, allowed: string, remedy: string) {
    super(`${path}: given ${given}; allowed: ${allowed}`, { code: 'SAFEGUARD_WEAKENED', remedy });
  }
}

/** The gate found violations. The message lists each. */
export class GateError extends AsepsisError {
  constructor(
    message: string,
    remedy = 'Mend what is listed, or record an exception with owner and expiry in config/exceptions.yaml.',
  ) {
    super(message, { code: 'GATE_CLOSED', remedy });
  }
}

/** A function's source that esbuild cannot bundle. */
export class BundleError extends AsepsisError {
  constructor(
    readonly entries: readonly string[],
    said: string,
    cause?: unknown,
  ) {
    super(`cannot bundle ${entries.join(', ')}:\n${said}`, {
      code: 'BUNDLE_FAILED',
      remedy: 'Mend the file that is named; `npm run types` may say more. Nothing was written.',
      cause,
    });
  }
}

/** The local cloud could not be set up, started or deployed to. */
export class LocalCloudError extends AsepsisError {
  constructor(message: string, remedy: string, cause?: unknown) {
    super(message, { code: 'LOCAL_CLOUD', remedy, cause });
  }
}

/** An account is not as its configuration counts on. */
export class PreflightError extends AsepsisError {
  constructor(
    message: string,
    remedy = 'Mend each as it says, then run asepsis preflight again. Nothing was changed.',
  ) {
    super(message, { code: 'PREFLIGHT', remedy });
  }
}

/** What AWS refused, or did not answer. */
export class AccountError extends AsepsisError {
  constructor(message: string, remedy: string, cause?: unknown) {
    super(message, { code: 'AWS_FAILED', remedy, cause });
  }
}

/** What the file system refused: no space, no right, no such place. */
export class FileError extends AsepsisError {
  constructor(message: string, remedy: string, cause?: unknown) {
    super(message, { code: 'FILE_FAILED', remedy, cause });
  }
}

/** What a person gave on the command line cannot be taken. */
export class InputError extends AsepsisError {
  constructor(message: string, remedy: string) {
    super(message, { code: 'INPUT_INVALID', remedy });
  }
}

/** A bundle of evidence is not what it was when it was signed. */
export class TamperedError extends AsepsisError {
  constructor(message: string) {
    super(message, {
      code: 'EVIDENCE_TAMPERED',
      remedy: 'Ask whoever gave you the bundle for the one that they signed. What is named here proves nothing.',
    });
  }
}

/** A deployment costs more than its configuration allows. */
export class BudgetError extends AsepsisError {
  constructor(message: string) {
    super(message, {
      code: 'OVER_BUDGET',
      remedy: 'Raise cost.budgetUsd, or do with less of what dominates: `asepsis cost` lists it first.',
    });
  }
}
