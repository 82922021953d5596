/** Validators of the formats that evidence is written in, from the copies of their schemas. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv, { type ErrorObject, type ValidateFunction } from 'ajv';
import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';

const schemaOf = (name: string): Record<string, unknown> =>
  JSON.parse(readFileSync(join(__dirname, '../fixtures/schemas', `${name}.json`), 'utf8'));

/** What a validator finds wrong: a place and what is wrong there. */
const problemsBy = (validate: ValidateFunction) => (data: unknown) =>
  validate(data)
    ? []
    : (validate.errors ?? []).map(({ instancePath, message, params }: ErrorObject) =>
        `${instancePath} ${message} ${JSON.stringify(params)}`.trim(),
      );

/** SARIF's schema is of draft 4: its `id` is what `$id` is now, and nothing else in it differs from draft 7. */
function sarifValidator() {
  const { $schema: _draft, id, ...schema } = schemaOf('sarif-2.1.0');
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats(ajv);
  return ajv.compile({ $id: String(id), ...schema });
}

function ocsfValidator() {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats(ajv);
  return ajv.compile(schemaOf('ocsf-1.8.0-compliance-finding'));
}

export const sarifProblems = problemsBy(sarifValidator());
export const ocsfProblems = problemsBy(ocsfValidator());
