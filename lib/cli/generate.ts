/** `npm run schema` and `npm run docs`: what is written from the code, so that it cannot say something else. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { configJsonSchema } from '../config/json-schema';
import { renderTiers } from '../config/tier-table';
import { controls } from '../controls';
import { renderControls } from '../controls/document';
import { threatCoverage } from '../drift/threat-coverage';
import { AsepsisError } from '../errors';
import type { Output } from './output';

const root = join(__dirname, '../..');

const markers = ['<!-- tiers:begin -->', '<!-- tiers:end -->'] as const;

/** The README with its table of tiers replaced. @throws AsepsisError where the markers are missing */
export function withTiers(readme: string): string {
  const [begin, end] = markers.map((marker) => readme.indexOf(marker)) as [number, number];
  if (begin < 0 || end < begin) {
    throw new AsepsisError(`README.md has no ${markers.join(' … ')}`, {
      code: 'INPUT_INVALID',
      remedy: 'Put the two comments where the table of tiers belongs.',
    });
  }
  return `${readme.slice(0, begin + markers[0].length)}\n\n${renderTiers()}\n\n${readme.slice(end)}`;
}

/** A file that is generated, as it should be now. */
export interface GeneratedFile {
  readonly name: 'schema' | 'docs';
  readonly file: string;
  readonly text: () => string;
}

export const generatedFiles: readonly GeneratedFile[] = [
  {
    name: 'schema',
    file: 'config/asepsis.schema.json',
    text: () => `${JSON.stringify(configJsonSchema(), null, 2)}\n`,
  },
  { name: 'docs', file: 'docs/controls.md', text: () => renderControls(controls) },
  { name: 'docs', file: 'docs/threat-coverage.md', text: () => threatCoverage(controls) },
  { name: 'docs', file: 'README.md', text: () => withTiers(readFileSync(join(root, 'README.md'), 'utf8')) },
];

/** Writes the generated files of a name. */
export function generate(name: GeneratedFile['name'], { out }: Output): void {
  for (const { file, text } of generatedFiles.filter((one) => one.name === name)) {
    writeFileSync(join(root, file), text());
    out(`wrote ${file}`);
  }
}
