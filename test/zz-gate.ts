import { buildApp } from '../lib/app';
import { everyDeployment, testConfig } from './configs';

for (const [tier, mode] of everyDeployment) {
  try {
    const app = buildApp(testConfig(tier, mode), { bundling: false });
    app.synth();
    console.log(tier, mode, 'ok', app.gateReport?.resources);
  } catch (e) {
    console.log(tier, mode, (e as Error).message.slice(0, 6000));
  }
  if (process.argv[2] === 'one') break;
}
