/** The CDK app: `npx cdk synth|diff|deploy -c config=config/clinic.yaml`. */
import { App } from 'aws-cdk-lib';
import { buildApp } from '../lib/app';
import { report } from '../lib/cli/output';
import { loadConfig } from '../lib/config/load';

/** The CLI hands context over in the environment, which an empty app reads. */
const file: unknown = new App({ analyticsReporting: false, autoSynth: false }).node.tryGetContext('config');

try {
  buildApp(loadConfig(typeof file === 'string' ? file : 'config/clinic.yaml')).synth();
} catch (error) {
  process.exitCode = report(error);
}
