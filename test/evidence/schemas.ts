/** Validators of the formats that evidence is written in, by the schemas of those who made them. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import Ajv, { type ErrorObject, type ValidateFunction } from 'ajv';
import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { toolsPython } from './tools/python';

type Schema = Record<string, unknown>;

/** Gives what is wrong with a document: a place, and what is wrong there. */
export type Problems = (data: unknown) => readonly string[];

const problemsBy =
  (validate: ValidateFunction): Problems =>
  (data) =>
    validate(data)
      ? []
      : (validate.errors ?? []).map(({ instancePath, message, params }: ErrorObject) =>
          `${instancePath} ${message} ${JSON.stringify(params)}`.trim(),
        );

/** SARIF's schema is of draft 4: its `id` is what `$id` is now, and nothing else in it differs from draft 7. */
function sarifValidator({ $schema: _draft, id, ...schema }: Schema) {
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats(ajv);
  return ajv.compile({ $id: String(id), ...schema });
}

function ocsfValidator(schema: Schema) {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats(ajv);
  return ajv.compile(schema);
}

/** Validators of SARIF 2.1.0 and of OCSF 1.8.0's Compliance Finding. */
export async function findingValidators(): Promise<{ readonly sarif: Problems; readonly ocsf: Problems }> {
  const { stdout } = await promisify(execFile)(await toolsPython(), [join(__dirname, 'tools/schemas.py')], {
    maxBuffer: 64 * 1024 * 1024,
  });
  const { ocsf, sarif } = JSON.parse(stdout) as { ocsf: Schema; sarif: Schema };
  return { sarif: problemsBy(sarifValidator(sarif)), ocsf: problemsBy(ocsfValidator(ocsf)) };
}
