/** The page of what commands wrote, in a real Chromium: nothing that axe objects to, nothing fetched, nothing run. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { awkward, formula, image, nameOf } from '../../evidence/hostile-facts';
import { launch } from '../../evidence/page/browser';
import { opened, paperOf, timingOf, violations } from '../../evidence/page/opened';
import { type BundleName, bundleNames, everyBundle, filesIn, tiers } from './bundles';

jest.setTimeout(1_200_000);

let bundles: ReadonlyMap<BundleName, string>;
let browser: Browser;

beforeAll(async () => {
  bundles = await everyBundle();
  browser = await launch();
});

afterAll(async () => {
  await browser?.close();
});

const folderOf = (name: BundleName) => bundles.get(name) ?? '';
const addressOf = (name: BundleName, file = 'index.html') => pathToFileURL(join(folderOf(name), file)).href;

describe.each(bundleNames)('%s', (name) => {
  test('opens, asks for nothing, and says nothing is wrong', async () => {
    await opened(browser, { address: addressOf(name) }, async ({ asked, errors, page }) => {
      const [content, loaded] = await timingOf(page);
      process.stdout.write(`${name}: content after ${content.toFixed(0)} ms, loaded after ${loaded.toFixed(0)} ms\n`);
      expect(await page.locator('h1').textContent()).not.toBe('');
      const widths = await page
        .locator('img')
        .evaluateAll((all) => all.map((one) => ('naturalWidth' in one ? Number(one.naturalWidth) : 0)));
      expect(widths).toHaveLength(2);
      expect(widths.filter((width) => !(width > 100))).toEqual([]);
      expect({ asked, errors }).toEqual({ asked: [], errors: [] });
    });
  });

  test('nothing runs but its own script, and no text became markup', async () => {
    await opened(browser, { address: addressOf(name) }, async ({ page }) => {
      expect(await page.evaluate('window.ran')).toBeUndefined();
      expect(await page.locator('script').count()).toBe(1);
      expect(await page.locator('iframe, object, embed, base, link, form[action], a[href*=":"]').count()).toBe(0);
      const handlers = await page.evaluate(
        '[...document.querySelectorAll("*")].flatMap((one) => one.getAttributeNames().filter((name) => name.startsWith("on")))',
      );
      expect(handlers).toEqual([]);
    });
  });

  test('each file that it links to is in the bundle', async () => {
    await opened(browser, { address: addressOf(name) }, async ({ page }) => {
      const links = await page.locator('a').evaluateAll((all) => all.map((one) => one.getAttribute('href') ?? ''));
      const files = links.filter((href) => !href.startsWith('#'));
      expect(files).toEqual(['inventory/network.svg', 'inventory/phi-flow.svg']);
      expect(files.filter((file) => !existsSync(join(folderOf(name), file)))).toEqual([]);
    });
  });

  test('each picture is a well-formed document in which nothing runs', async () => {
    const pictures = [...filesIn(folderOf(name)).keys()].filter((path) => path.endsWith('.svg'));
    expect(pictures.length).toBeGreaterThanOrEqual(2);
    for (const picture of pictures)
      await opened(browser, { address: addressOf(name, picture) }, async ({ asked, errors, page }) => {
        const shape = await page.evaluate(
          '[document.documentElement.localName, document.querySelectorAll("parsererror, script, foreignObject, a, image").length, window.ran ?? "nothing"]',
        );
        expect({ shape, asked, errors }).toEqual({ shape: ['svg', 0, 'nothing'], asked: [], errors: [] });
      });
  });
});

const inLight = (name: BundleName) =>
  opened(browser, { address: addressOf(name), colorScheme: 'light' }, async ({ page }) =>
    expect(await violations(page)).toEqual([]),
  );

const inTheDark = (name: BundleName) =>
  opened(browser, { address: addressOf(name), colorScheme: 'dark' }, async ({ page }) => {
    expect(await paperOf(page)).toBe('rgb(20, 24, 23)');
    expect(await violations(page, 'cat.color')).toEqual([]);
  });

// Both at once: axe keeps a core busy for seconds.
test.each(tiers)('axe objects to nothing in %s, nor to a colour of it in the dark', async (tier) => {
  await Promise.all([inLight(tier), inTheDark(tier)]);
});

// Names change nothing that axe looks at.
test('axe objects to nothing in what was shown on the local cloud', () => inLight('shown on the local cloud'));

test('hostile names stand on the page as they were written', async () => {
  await opened(browser, { address: addressOf('hostile names') }, async ({ page }) => {
    const text = await page.locator('body').evaluate((body) => body.textContent ?? '');
    for (const hostile of [nameOf(awkward), nameOf(image), formula]) expect(text).toContain(hostile);
  });
});

test('axe objects where there is something to object to', async () => {
  await opened(browser, { address: addressOf('solo') }, async ({ page }) => {
    await page.evaluate('document.querySelector("main img").removeAttribute("alt")');
    expect(await violations(page, 'cat.text-alternatives')).toEqual([expect.stringMatching(/^image-alt: /)]);
  });
});
