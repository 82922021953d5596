/** A real Chromium for tests of the page: Debian's where it is installed, otherwise the one in the registry's package. */
import { existsSync } from 'node:fs';
import sparticuz from '@sparticuz/chromium';
import { type Browser, chromium } from 'playwright-core';

const debian = '/usr/bin/chromium';

/** A container has no user namespaces for the sandbox; the package's other flags are for functions. */
const args = ['--no-sandbox', '--headless=shell', '--disable-gpu', '--use-gl=angle', '--use-angle=swiftshader'];

export const launch = async (): Promise<Browser> =>
  chromium.launch({ executablePath: existsSync(debian) ? debian : await sparticuz.executablePath(), args });
