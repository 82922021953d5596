/** `npm run page-picture`: a bundle's page in Chromium, as the README shows it. */
import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { InputError } from '../../errors';
import type { Output } from '../output';
import { launch } from './chromium';

const root = join(__dirname, '../../..');

export interface PictureOptions {
  /** A bundle, for example of `npm start`. @default `evidence`, where `npm start` writes it */
  readonly bundle?: string;
  /** @default `docs/images/evidence-page.png` */
  readonly out?: string;
}

/** @throws InputError where there is no page */
export async function pagePicture(
  { bundle = join(root, 'evidence'), out: file = join(root, 'docs/images/evidence-page.png') }: PictureOptions,
  { out }: Output,
): Promise<void> {
  const page = join(bundle, 'index.html');
  if (!existsSync(page))
    throw new InputError(`${bundle} holds no index.html`, 'Run npm start, or name a bundle with --bundle.');
  mkdirSync(dirname(file), { recursive: true });
  const browser = await launch();
  try {
    const tab = await browser.newPage({ viewport: { width: 1280, height: 800 }, colorScheme: 'light' });
    await tab.goto(pathToFileURL(page).href);
    await tab.screenshot({ path: file });
  } finally {
    await browser.close();
  }
  out(`drew ${file}`);
}
