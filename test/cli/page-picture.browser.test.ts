/** The README's picture is drawn from a bundle's page, at one size; without a page nothing is drawn. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pagePicture } from '../../lib/cli/page-picture/page-picture';
import { InputError } from '../../lib/errors';

jest.setTimeout(60_000);

const folder = mkdtempSync(join(tmpdir(), 'asepsis-picture-'));
const said: string[] = [];
const output = { out: (text: string) => void said.push(text), err: () => undefined };

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a folder without a page is refused, and no file is left', async () => {
  const out = join(folder, 'none.png');
  await expect(pagePicture({ bundle: folder, out }, output)).rejects.toThrow(InputError);
  expect(existsSync(out)).toBe(false);
});

test('a page is drawn, 1280 by 800', async () => {
  const out = join(folder, 'images', 'page.png');
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>x</title><h1>Lakeside</h1>');
  await pagePicture({ bundle: folder, out }, output);
  const png = readFileSync(out);
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  // IHDR: PNG specification, 11.2.2.
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([1280, 800]);
  expect(said).toEqual([`drew ${out}`]);
});
