/**
 * NIST's JSON schemas of OSCAL, of `../shared/data` (or where `ASEPSIS_DATA` points), which are not part of this repository.
 * compliance-trestle checks the same documents everywhere.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '../../..');
const file = join(process.env.ASEPSIS_DATA ?? join(root, '../shared/data'), 'oscal/oscal_complete_schema.json');

/** The schema of all models; nothing where the data are absent. */
export const completeSchema: string | undefined = existsSync(file) ? readFileSync(file, 'utf8') : undefined;
