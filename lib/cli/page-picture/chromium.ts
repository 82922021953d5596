/** A real Chromium: Debian’s where it is installed, otherwise the one in the registry’s package. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium } from 'playwright-core';

const debian = '/usr/bin/chromium';

/** The package is an ES module, which tests cannot load; it unpacks its browser once and says where. */
function unpacked(): string {
  const url = pathToFileURL(require.resolve('@sparticuz/chromium')).href;
  const say = `import chromium from '${url}'; process.stdout.write(await chromium.executablePath());`;
  return execFileSync(process.execPath, ['--input-type=module', '-e', say], { encoding: 'utf8' });
}

/** A container has no user namespaces for the sandbox. A page of ours fetches nothing. */
const args = ['--no-sandbox', '--headless=shell', '--disable-gpu', '--use-gl=angle', '--use-angle=swiftshader'];

export const launch = (): Promise<Browser> =>
  chromium.launch({ executablePath: existsSync(debian) ? debian : unpacked(), args });
