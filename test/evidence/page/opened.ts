/** A page of evidence, opened in a real Chromium: what it asks for, what it complains of, and what axe says of it. */
import { readFileSync } from 'node:fs';
import type { AxeResults } from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

export interface Opened {
  readonly page: Page;
  /** What the page asked for beside itself and the pictures in it, and what it complained of. */
  readonly asked: string[];
  readonly errors: string[];
}

export interface Opening extends BrowserContextOptions {
  /** Of the page, as a `file:` URL. */
  readonly address: string;
  readonly fragment?: string;
}

/** Runs a test on a fresh page; whatever is asked of a network is refused and counted. */
export async function opened(
  browser: Browser,
  { address, fragment = '', ...options }: Opening,
  run: (opened: Opened) => Promise<void>,
): Promise<void> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const asked: string[] = [];
  const errors: string[] = [];
  await context.route(/^(?!file:|data:)/, (route) => {
    asked.push(route.request().url());
    return route.abort();
  });
  const page = await context.newPage();
  page.on('request', (request) => {
    const url = request.url();
    if (url.split('#')[0] !== address && !url.startsWith('data:image/svg+xml')) asked.push(url);
  });
  page.on('pageerror', ({ message }) => errors.push(message));
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  try {
    await page.goto(address + fragment);
    await run({ page, asked, errors });
  } finally {
    await context.close();
  }
}

/** Opens the first rows of each section, with what is in them: the others are made by the same functions. */
const openSome =
  'for (const part of document.querySelectorAll("section")) for (const one of [...part.querySelectorAll(".rows > li > details, details.plain")].slice(0, 4)) one.open = true';

/** What axe finds, as `rule: first element`; by all of its rules, or by those of one kind where nothing else differs. */
export async function violations(page: Page, only?: 'cat.color' | 'cat.text-alternatives'): Promise<readonly string[]> {
  await page.evaluate(openSome);
  await page.evaluate(axe);
  const { violations: found } = (await page.evaluate(
    `axe.run({ resultTypes: ['violations']${only ? `, runOnly: ['${only}']` : ''} })`,
  )) as AxeResults;
  return found.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200)} ${nodes[0]?.failureSummary ?? ''}`);
}

/** Milliseconds until the content stood, and until all was loaded. */
export const timingOf = async (page: Page): Promise<readonly [content: number, loaded: number]> =>
  (await page.evaluate(
    'performance.getEntriesByType("navigation").map(({ duration, domContentLoadedEventEnd }) => [domContentLoadedEventEnd, duration])[0]',
  )) as [number, number];

/** The colour that the page is on. */
export const paperOf = (page: Page): Promise<string | undefined> =>
  page.locator('body').evaluate((body) => body.ownerDocument.defaultView?.getComputedStyle(body).backgroundColor);
