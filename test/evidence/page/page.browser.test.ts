/** The page in a real Chromium: accessible, usable from the keyboard, silent on the network, whole without its script. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { pageOf } from '../../../lib/evidence/page/page';
import { synthesizedFacts } from '../made-facts';
import { driftItem, madeOperation } from '../made-operation';
import { launch } from './browser';
import { asHospital, modelOf, shownFacts } from './made-pages';
import { type Opened, opened, timingOf, violations } from './opened';

jest.setTimeout(60_000);

const folder = mkdtempSync(join(tmpdir(), 'asepsis-page-'));
const sizes = ['clinic', 'hospital of 100 practices'] as const;
const addresses = new Map<string, string>();
let browser: Browser;

beforeAll(async () => {
  const facts = synthesizedFacts('clinic');
  const operation = await madeOperation({ day: 20, drift: [driftItem()] }, { day: 22 });
  const made = [shownFacts(facts), shownFacts(asHospital(facts))].map((one) => ({ ...one, operation }));
  for (const [index, size] of sizes.entries()) {
    const file = join(folder, `${index}.html`);
    const one = made[index];
    if (one) writeFileSync(file, pageOf(modelOf(one)));
    addresses.set(size, pathToFileURL(file).href);
  }
  browser = await launch();
});

afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

type Size = (typeof sizes)[number];

const on = (size: Size, options: BrowserContextOptions, run: (opened: Opened) => Promise<void>, fragment = '') =>
  opened(browser, { ...options, address: addresses.get(size) ?? '', fragment }, run);

const visible = (page: Page, kind: string) => page.locator(`[data-row="${kind}"]:not([hidden])`).count();

describe('the page of a hospital of 100 practices', () => {
  const size = 'hospital of 100 practices';

  test('opens, asks for nothing, and says nothing is wrong', async () => {
    await on(size, {}, async ({ asked, errors, page }) => {
      const [content, loaded] = await timingOf(page);
      process.stdout.write(`${size}: content after ${content.toFixed(0)} ms, loaded after ${loaded.toFixed(0)} ms\n`);
      expect(await page.locator('h1').textContent()).toBe('Lakeside Dermatology');
      expect(
        await page
          .locator('img')
          .evaluateAll((all) => all.every((one) => 'naturalWidth' in one && one.naturalWidth === 400)),
      ).toBe(true);
      expect(asked).toEqual([]);
      expect(errors).toEqual([]);
    });
  });

  // Each tier as it is written, light and dark: test/cli/evidence.
  test('has nothing that axe objects to', async () => {
    await on(size, { colorScheme: 'light' }, async ({ page }) => expect(await violations(page)).toEqual([]));
  });
});

describe('the page', () => {
  test('nothing that is planted in it runs: its policy refuses', async () => {
    await on('clinic', {}, async ({ errors, page }) => {
      await page.evaluate(
        'const planted = document.createElement("script"); planted.textContent = "window.planted = true"; document.body.append(planted)',
      );
      expect(await page.evaluate('window.planted')).toBeUndefined();
      expect(errors.join()).toContain('Content Security Policy');
    });
  });

  test('on a phone, axe objects to no colour, and nothing is wider than the screen', async () => {
    await on('clinic', { viewport: { width: 390, height: 844 } }, async ({ page }) => {
      expect(await violations(page, 'cat.color')).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
    });
  });

  test('the tab key goes from the skip link through contents, search and filters to the rows, and a key opens one', async () => {
    await on('clinic', {}, async ({ page }) => {
      const stops: string[] = [];
      const active = 'const { name, localName, className } = document.activeElement; name || className || localName';
      for (let step = 0; step < 60; step += 1) {
        await page.keyboard.press('Tab');
        stops.push((await page.evaluate(`(() => { ${active.replace('; name', '; return name')} })()`)) as string);
      }
      const order = ['skip', 'a', 'q', 'shown', 'answered', 'severity', 'drift', 'button', 'summary'];
      const places = order.map((one) => stops.indexOf(one));
      expect(places).not.toContain(-1);
      expect(places).toEqual([...places].sort((a, b) => a - b));

      const row = page.locator('[id="item-164.312(b)"]');
      await row.locator('> summary').focus();
      await page.keyboard.press('Enter');
      expect(await row.evaluate((one) => 'open' in one && one.open)).toBe(true);
      expect(await row.locator('.says').isVisible()).toBe(true);
    });
  });

  test('filters stand in the address, and outlive a reload and the way back', async () => {
    await on('clinic', {}, async ({ page }) => {
      await page.fill('input[name=q]', 'rotate');
      await page.selectOption('select[name=severity]', 'high');
      expect(new URL(page.url()).hash).toBe('#?q=rotate&severity=high');
      const found = await visible(page, 'control');
      expect(found).toBeGreaterThan(0);
      expect(found).toBeLessThan(10);
      expect(await visible(page, 'item')).toBe(0);
      expect(await page.locator('output').textContent()).toContain(`${found} of `);

      await page.reload();
      expect(await page.inputValue('input[name=q]')).toBe('rotate');
      expect(await page.inputValue('select[name=severity]')).toBe('high');
      expect(await visible(page, 'control')).toBe(found);

      await page.click('.contents a[href="#controls"]');
      await page.waitForURL(({ hash }) => hash === '#controls?q=rotate&severity=high');
      expect(await visible(page, 'control')).toBe(found);

      // What a link leads to is shown, even where the filters would hide it.
      await page.click('.contents a[href="#cost"]');
      await page.waitForURL(({ hash }) => hash === '#cost');
      await page.locator('#cost').waitFor({ state: 'visible' });
      expect(await visible(page, 'item')).toBe(66);
      await page.goBack();
      await page.waitForURL(({ hash }) => hash === '#controls?q=rotate&severity=high');
      await page.locator('output', { hasText: `${found} of ` }).waitFor();
      expect(await visible(page, 'control')).toBe(found);

      await page.click('button[type=reset]');
      await page.waitForURL(({ hash }) => hash === '#controls');
      expect(await visible(page, 'item')).toBe(66);
    });
  });

  test('what matches nothing says so', async () => {
    await on('clinic', {}, async ({ page }) => {
      await page.fill('input[name=q]', 'no such word anywhere');
      expect(await page.locator('.nothing').isVisible()).toBe(true);
      expect(await page.locator('section:visible').count()).toBe(0);
    });
  });

  test('an address of one control opens it', async () => {
    await on(
      'clinic',
      {},
      async ({ page }) => {
        expect(await page.locator('[id="control-kms.key.rotation"] .body').isVisible()).toBe(true);
        expect(await page.locator('[id="control-kms.key.rotation"] > summary').isVisible()).toBe(true);
      },
      '#control-kms.key.rotation',
    );
  });

  test('without its script everything is there, opens, and no search is offered', async () => {
    await on('clinic', { javaScriptEnabled: false }, async ({ page }) => {
      expect(await page.locator('#filters').isVisible()).toBe(false);
      expect(await page.locator('section:visible').count()).toBe(13);
      const row = page.locator('[id="control-kms.key.rotation"]');
      await row.locator('> summary').click();
      expect(await row.locator('.body').isVisible()).toBe(true);
    });
  });

  test('on paper each item and control is open, black on white, without what paper cannot do', async () => {
    await on('clinic', { colorScheme: 'dark', javaScriptEnabled: false }, async ({ page }) => {
      await page.emulateMedia({ media: 'print' });
      expect(
        await page
          .locator('#filters, .contents')
          .evaluateAll((all) => all.filter((one) => one.getClientRects().length > 0).length),
      ).toBe(0);
      expect(await page.locator('[id="item-164.312(b)"] .says').isVisible()).toBe(true);
      expect(await page.locator('[id="control-kms.key.rotation"] .lines').first().isVisible()).toBe(true);
      const colours = await page
        .locator('body')
        .evaluate((body) => body.ownerDocument.defaultView?.getComputedStyle(body));
      expect(colours).toMatchObject({ color: 'rgb(0, 0, 0)', backgroundColor: 'rgb(255, 255, 255)' });
    });
  });
});
