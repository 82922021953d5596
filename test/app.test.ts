/** The app under the CDK CLI. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { buildApp } from '../lib/app';
import { testConfig, ungated } from './configs';

test('is synthesized by whoever builds it alone, not once more at exit, when its constructs may have thrown', () => {
  const outdir = mkdtempSync(join(tmpdir(), 'asepsis-app-'));
  // As the CDK CLI sets it for the app that it runs.
  process.env.CDK_OUTDIR = outdir;
  const before = process.listeners('beforeExit');
  const added = () => process.listeners('beforeExit').filter((one) => !before.includes(one));
  try {
    buildApp(testConfig('solo'), ungated);
    expect(added()).toEqual([]);
    new App();
    expect(added()).toHaveLength(1);
  } finally {
    for (const listener of added()) process.removeListener('beforeExit', listener);
    delete process.env.CDK_OUTDIR;
    rmSync(outdir, { recursive: true });
  }
});
