/** The templates of a configuration, synthesized once a run: for tests that read templates, and have no business with the CDK. */
import type { Config } from '../lib/config/schema';
import type { NamedTemplate } from '../lib/resources/template';
import { ungated } from './configs';
import { once } from './once';

/** The gate changes no resource, and has its own tests. */
export const synthesized = (config: Config): readonly NamedTemplate[] =>
  once(`templates ${JSON.stringify(config)}`, () => {
    const { buildApp } = require('../lib/app') as typeof import('../lib/app');
    const { templatesOf } = require('../lib/gates/gate') as typeof import('../lib/gates/gate');
    return templatesOf(buildApp(config, ungated).synth());
  });
