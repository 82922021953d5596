import { Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, HIPAASecurityChecks, NIST80053R5Checks } from 'cdk-nag';
import { loadConfig } from './lib/config/load';
import { buildApp } from './lib/app';
import { mkdtempSync, readFileSync, existsSync } from 'node:fs';
const outdir = mkdtempSync('/tmp/idnag-');
const app = buildApp(loadConfig(process.argv[2]!), { outdir, bundling: false });
if (process.argv[3] !== 'plain') Validations.of(app).addPlugins(new HIPAASecurityChecks(app), new NIST80053R5Checks(app), new AwsSolutionsChecks(app));
try { app.synth(); console.log('synth ok', outdir); } catch (e) { console.log(String(e).slice(0, 300)); }
const f = outdir + '/validation-report.json';
if (existsSync(f)) { const r = JSON.parse(readFileSync(f,'utf8'));
 for (const pr of r.pluginReports) for (const v of pr.violations ?? []) { const c = v.violatingConstructs ?? v.violatingResources ?? []; for (const x of c) console.log(pr.pluginName ?? pr.summary?.pluginName, v.ruleName, x.constructPath ?? x.locations ?? x.resourceName ?? ''); } }
