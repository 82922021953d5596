import { controls } from '../../lib/controls';
import type { AnyControl } from '../../lib/controls/control';
import { evaluateControls } from '../../lib/gates/evaluate';
import { readTemplates, type TemplateSet } from '../../lib/resources/template';
import { testApp, testStack } from '../constructs/scaffold';
import type { Plant } from './fixture';
import { fixtures } from './fixtures';
import { shortOf } from './own-cases';

const environment = { account: '111122223333', region: 'us-east-1', partition: 'aws' };

function templatesOf(plant: Plant): TemplateSet {
  const app = testApp();
  const stack = testStack(app, 'Planted');
  plant(stack);
  const { template } = app.synth({ validateOnSynthesis: false }).getStackByName('Planted');
  return readTemplates([{ stack: 'Planted', template }], environment);
}

function findingsOf(plant: Plant): readonly string[] {
  const findings = evaluateControls(templatesOf(plant), controls);
  return [...new Set(findings.map((finding) => `${finding.control.id} ${finding.status}`))];
}

/** What a stack plants of one kind, as states. */
function statesOf(plant: Plant, kind: AnyControl['resource']): readonly unknown[] {
  const set = templatesOf(plant);
  return kind.types.flatMap((type) => set.ofType(type)).map((resource) => kind.read(resource, set));
}

/** What the controls of one kind say of a state. */
function findingsIn(control: AnyControl, state: object): readonly string[] {
  return controls
    .filter((other) => other.resource === control.resource)
    .map((other) => `${other.id} ${other.evaluate(state).status}`)
    .filter((finding) => !finding.endsWith(' compliant'));
}

describe('every control', () => {
  test.each(controls.map((control) => [control.id, control] as const))(
    '%s fails on what violates it, for just that reason',
    (id, control) => {
      const fixture = fixtures[id];
      if (!fixture) throw new Error(`${id} has no fixture: add one beside its kind in test/controls`);
      if ('control' in fixture) {
        expect(shortOf(control, fixture, statesOf)).toEqual([]);
        return;
      }
      if ('violatingState' in fixture) {
        expect(findingsIn(control, fixture.violatingState)).toEqual([`${id} violated`]);
        expect(findingsIn(control, fixture.compliantState)).toEqual([]);
        return;
      }
      const expected = [id, ...(fixture.also ?? [])].map((one) => `${one} violated`);
      expect([...findingsOf(fixture.violating)].sort()).toEqual(expected.sort());
      expect(findingsOf(fixture.compliant)).toEqual([]);
    },
  );

  test('ids are unique and name their resource', () => {
    const ids = controls.map((control) => control.id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const control of controls) expect(control.id.startsWith(`${control.resource.name}.`)).toBe(true);
  });

  test('there is no fixture without its control', () => {
    expect(Object.keys(fixtures).filter((id) => !controls.some((control) => control.id === id))).toEqual([]);
  });

  test.each(controls.map((control) => [control.id, control] as const))('%s is whole', (_id, control) => {
    expect(control.title).not.toBe('');
    expect(control.remedy).not.toBe('');
    expect(control.hipaa.length).toBeGreaterThan(0);
    for (const citation of control.hipaa) expect(citation).toMatch(/^164\.3\d\d(\([a-z0-9A-Z]+\))*$/);
    expect(control.brokenBy.length > 0 || control.fix.mode !== 'enforce').toBe(true);
    if (control.fix.mode === 'enforce') expect(control.permissions.length).toBeGreaterThan(0);
    else expect(control.fix.reason).not.toBe('');
  });
});
