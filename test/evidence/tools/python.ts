/** Tools that are not ours, in a Python environment of their own that only tests make. */
import { join } from 'node:path';
import { type PythonKit, pythonWith } from '../../../local/venv';

const kit: PythonKit = {
  requirements: join(__dirname, 'requirements.txt'),
  prefix: 'trestle',
  title: 'compliance-trestle and the schemas of SARIF and OCSF, which tests check evidence with',
  minor: 11,
};

/** The interpreter that has them. */
export const toolsPython = (): Promise<string> => pythonWith(kit);
