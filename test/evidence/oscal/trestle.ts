/** compliance-trestle, a tool that is not ours, in a Python environment of its own that only tests make. */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { type PythonKit, pythonWith } from '../../../local/venv';

const kit: PythonKit = {
  requirements: join(__dirname, 'trestle/requirements.txt'),
  prefix: 'trestle',
  title: 'compliance-trestle, which tests check OSCAL with',
  minor: 11,
};

/** What trestle says of the documents of one bundle. */
export interface Verdict {
  /** The release of OSCAL that trestle's models are of. */
  readonly version: string;
  /** By file name: why it is refused, or nothing. */
  readonly refused: Readonly<Record<string, string | null>>;
  /** By file name of a profile: the controls of its resolved catalog, with the titles or names of their parts. */
  readonly resolved: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

/** Loads and validates bundles, each a list of documents by file name. Trestle takes seconds to start: it starts once. */
export async function checkedByTrestle(bundles: readonly ReadonlyMap<string, string>[]): Promise<readonly Verdict[]> {
  const python = await pythonWith(kit);
  const folder = mkdtempSync(join(tmpdir(), 'asepsis-oscal-'));
  try {
    const folders = bundles.map((documents, index) => {
      const own = join(folder, String(index));
      mkdirSync(own);
      for (const [path, text] of documents) writeFileSync(join(own, basename(path)), text);
      return own;
    });
    const { stdout } = await promisify(execFile)(python, [join(__dirname, 'trestle/check.py'), ...folders], {
      maxBuffer: 64 * 1024 * 1024,
      // Trestle loads a `.env` of the working directory.
      cwd: folder,
    });
    return stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Verdict);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
