/** What the drill adds to a deployment is a deployment that a person could have written. */
import { loadConfig } from '../../../lib/config/load';
import { crossFieldProblems } from '../../../lib/config/rules';
import { configSchema } from '../../../lib/config/schema';
import { staged } from '../../../local/drill/staging';

const today = new Date('2026-11-24T00:00:00Z');

test.each(['solo', 'clinic', 'hospital'])('%s with a sign-in and policies of an organisation', (tier) => {
  const config = staged(loadConfig(`config/${tier}.yaml`));
  expect(configSchema.parse(config)).toEqual(config);
  expect(crossFieldProblems(config, today)).toEqual([]);
  expect(config.identity.providers).toHaveLength(1);
  expect(config.organisation).toMatchObject({ managesPolicies: true, policyTargets: [config.account] });
});

test('a sign-in and an organisation of its own stay', () => {
  const hospital = loadConfig('config/hospital.yaml');
  const { identity, organisation } = staged(hospital);
  expect(identity).toEqual(hospital.identity);
  expect(organisation.id).toBe(hospital.organisation.id);
});
