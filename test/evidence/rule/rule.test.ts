/** The Security Rule and the conformance pack as data: whole, and in keeping with what they refer to. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { rules } from 'cdk-nag';
import { leftOutRules, packRules } from '../../../lib/config/config-rules';
import { addressableItems, isItemId, itemIds } from '../../../lib/config/rule-items';
import { configSchema } from '../../../lib/config/schema';
import { controls } from '../../../lib/controls';
import { responses } from '../../../lib/evidence/coverage/responses';
import { conformancePack, itemOf, securityRule } from '../../../lib/evidence/rule';

const citation = /^164\.\d{3}(\([A-Za-z0-9]+\))+$/;
const all = Object.entries(responses);

describe('the Security Rule', () => {
  test('has its 66 items, in order, 22 of them addressable', () => {
    expect(securityRule.map(({ id }) => id)).toEqual(itemIds);
    expect(securityRule).toHaveLength(66);
    expect(securityRule.filter(({ requirement }) => requirement === 'A').map(({ id }) => id)).toEqual(addressableItems);
    expect(addressableItems).toHaveLength(22);
  });

  test.each([
    ['164.308', 31],
    ['164.310', 12],
    ['164.312', 12],
    ['164.314', 6],
    ['164.316', 5],
  ])('%s has %i items', (section, count) => {
    expect(itemIds.filter((id) => id.startsWith(section))).toHaveLength(count);
  });

  test('has specifications under standards, and standards that are required', () => {
    for (const { id, kind, parent, requirement } of securityRule) {
      const above = securityRule.find((item) => item.id === parent);
      expect([id, kind === 'specification', above?.kind]).toEqual([id, parent !== undefined, parent && 'standard']);
      if (kind === 'standard') expect([id, requirement]).toEqual([id, 'R']);
    }
  });

  test.each([
    ['164.312(a)(1)', '164.312(a)(1)'],
    ['164.314(b)(2)(iv)', '164.314(b)(2)'],
    ['164.502(a)', undefined],
    ['164.312', undefined],
  ])('%s is of item %s', (cited, item) => {
    expect(itemOf(cited)).toBe(item);
  });

  test('every paragraph that a control cites is of an item', () => {
    const strays = controls.flatMap(({ hipaa, id }) =>
      hipaa.filter((one) => !itemOf(one)).map((one) => `${id} ${one}`),
    );
    expect(strays).toEqual([]);
  });
});

describe('the conformance pack', () => {
  const names = conformancePack.map(({ name }) => name);

  test('has the 130 rules that we apply or leave out', () => {
    expect(names).toEqual([...packRules.map(({ name }) => name), ...Object.values(leftOutRules).flat()].sort());
    expect(names).toHaveLength(130);
  });

  test('cites paragraphs, but for the eleven rules that no source cites any for', () => {
    const cited = conformancePack.filter(({ hipaa }) => hipaa.length > 0);
    expect(cited).toHaveLength(119);
    expect(cited.flatMap(({ hipaa }) => hipaa).filter((one) => !citation.test(one) || !itemOf(one))).toEqual([]);
  });

  test("names 74 rules of cdk-nag's HIPAA pack, each of which there is", () => {
    const known = new Set(Object.values(rules).flatMap((service) => Object.keys(service)));
    const nag = conformancePack.flatMap((rule) => (rule.nag ? [rule.nag.replace('HIPAA.Security-', '')] : []));
    expect(nag).toHaveLength(74);
    // What cdk-nag's pack calls otherwise than its file.
    expect(nag.filter((name) => !known.has(name))).toEqual([]);
  });

  test('has every rule that a control names', () => {
    const named = controls.flatMap(({ configRule }) => configRule ?? []);
    expect(named.length).toBeGreaterThan(40);
    expect(named.filter((name) => !names.includes(name))).toEqual([]);
  });
});

describe('answers beside the controls', () => {
  test('name controls that there are', () => {
    const known = new Set(controls.map(({ id }) => id));
    const named = all.flatMap(([, response]) => response.controls ?? []);
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter((id) => !known.has(id))).toEqual([]);
  });

  test('name files and keys of the configuration that there are', () => {
    const places = all.flatMap(([, response]) => response.see ?? []);
    const files = places.filter(({ kind }) => kind === 'file in the repository').map(({ name }) => name);
    expect(files.length).toBeGreaterThan(15);
    expect(files.filter((name) => !existsSync(join(__dirname, '../../..', name)))).toEqual([]);
    const keys = places.filter(({ kind }) => kind === 'configuration').map(({ name }) => name.split('.')[0] ?? '');
    expect(keys.length).toBeGreaterThan(10);
    expect(keys.filter((name) => !Object.hasOwn(configSchema.shape, name))).toEqual([]);
  });

  test('say what is kept wherever the practice does something', () => {
    for (const [id, { keeps = [], practice }] of all)
      expect([id, keeps.length > 0]).toEqual([id, practice !== undefined]);
  });

  test('leave what is organisational to the practice, and what is inherited to AWS', () => {
    for (const { id, responsibility } of securityRule) {
      const { inherited, practice } = responses[id];
      if (responsibility === 'customer') expect([id, practice !== undefined]).toEqual([id, true]);
      if (responsibility === 'inherited') expect([id, inherited !== undefined]).toEqual([id, true]);
    }
  });

  test('are of items', () => {
    expect(all.map(([id]) => id).filter((id) => !isItemId(id))).toEqual([]);
  });
});
