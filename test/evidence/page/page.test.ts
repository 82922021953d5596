import { createHash } from 'node:crypto';
import { controls } from '../../../lib/controls';
import { coverageOf } from '../../../lib/evidence/coverage/coverage';
import type { PageModel } from '../../../lib/evidence/page/model';
import { pageOf } from '../../../lib/evidence/page/page';
import { areaOf, elsewhere } from '../../../lib/evidence/page/parts/areas';
import { pageModelOf } from '../../../lib/evidence/page/parts/page-model';
import { conformancePack, securityRule } from '../../../lib/evidence/rule';
import { drilledWell, synthesizedFacts } from '../made-facts';
import { asHospital, modelOf, shownFacts } from './made-pages';

const synthesized = synthesizedFacts('clinic');
const shown = shownFacts(synthesized);
const model = modelOf(shown);
const page = pageOf(model);

const idsOf = (text: string) => [...text.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id ?? '');
const textOf = (id: string, text = page) => {
  const start = text.indexOf(` id="${id}"`);
  const end = text.indexOf('</li>\n<li data-row', start);
  return start < 0
    ? ''
    : text.slice(start, text.indexOf('<li data-row', start + 1) > 0 ? text.indexOf('<li data-row', start + 1) : end);
};

describe('the page', () => {
  test('the same model makes the same bytes', () => {
    expect(pageOf(modelOf(shown))).toBe(page);
  });

  test('every item, every rule of the pack and every control has its place, once', () => {
    const ids = idsOf(page);
    const expected = [
      ...securityRule.map(({ id }) => `item-${id}`),
      ...conformancePack.map(({ name }) => `rule-${name}`),
      ...controls.map(({ id }) => `control-${id}`),
    ];
    expect(expected.length).toBeGreaterThan(66 + 130 + 100);
    expect(ids.filter((id) => /^(item|rule|control)-/.test(id)).sort()).toEqual(expected.sort());
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('every link leads to something on the page, or to a picture beside it', () => {
    const ids = new Set(idsOf(page));
    const targets = [...page.matchAll(/ href="([^"]+)"/g)].map(([, href]) => href ?? '');
    expect(targets.length).toBeGreaterThan(500);
    const files = new Set((model.pictures ?? []).map(({ file }) => file));
    expect(targets.filter((href) => !files.has(href) && !(href.startsWith('#') && ids.has(href.slice(1))))).toEqual([]);
  });

  test('its policy allows its own style and script, and nothing else', () => {
    const style = /<style>([\s\S]*?)<\/style>/.exec(page)?.[1] ?? '';
    const scripts = [...page.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)];
    const digest = (text: string) => `&#39;sha256-${createHash('sha256').update(text).digest('base64')}&#39;`;
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1];
    expect(scripts).toHaveLength(1);
    expect(policy?.split('; ')).toEqual([
      'default-src &#39;none&#39;',
      `style-src ${digest(style)}`,
      `script-src ${digest(scripts[0]?.[1] ?? '')}`,
      'img-src data:',
      'base-uri &#39;none&#39;',
      'form-action &#39;none&#39;',
    ]);
    expect(page).not.toMatch(/<[^>]* (style|on\w+)=/);
    expect(page).not.toMatch(/<(link|iframe|object|embed|base)\b|\bsrc="(?!data:image\/svg\+xml;base64,)/);
    expect(style).not.toMatch(/url\(|@import/);
  });

  test('it never says that anybody complies', () => {
    expect(page).not.toMatch(/HIPAA[- ]compliant|\bcertified\b|\bis compliant\b/i);
  });

  test('what a configuration holds stays text', () => {
    const hostile = `</style><script>alert(1)</script>"'\`עברית`;
    const [exception] = model.exceptions;
    if (!exception) throw new Error('the clinic has exceptions');
    const written = pageOf({
      ...model,
      organisation: hostile,
      practices: [hostile, 'عيادة'],
      exceptions: [{ ...exception, owner: hostile, reason: hostile, rules: [hostile], paths: [hostile] }],
      reach: { lead: hostile, tables: [{ columns: [hostile], rows: [[hostile]] }], notes: [hostile] },
      pictures: [{ id: 'x', title: hostile, caption: hostile, svg: `<svg>${hostile}</svg>`, file: hostile }],
    });
    expect(written).not.toContain('<script>alert');
    expect(written.match(/<script/g)).toHaveLength(1);
    expect(written).toContain('<bdi>&lt;/style&gt;&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&#96;עברית</bdi>');
    expect(written).toContain('<bdi>عيادة</bdi>');
  });

  test('a control shows its paragraph, resources, rule, detector, fix and last drill', () => {
    const text = textOf('control-s3.bucket.tls-only');
    expect(text).toContain('href="#item-164.312(e)(1)"');
    expect(text).toMatch(/Asepsis\/Audit\/Archive\/Resource.*ArchiveDA4CB258.*lib\/constructs\/secure-bucket\.ts:\d+/);
    expect(text).toContain('Evaluated on each of these resources');
    expect(text).toContain('#rule-s3-bucket-ssl-requests-only');
    expect(text).toContain('s3:DeleteBucketPolicy');
    expect(text).toContain('Put back to what the template declares.');
    expect(text).toContain('broken for real');
  });

  test.each([
    ['pictures', 'No picture was drawn for this page.'],
    ['reach', 'This was not evaluated for this page.'],
    ['cost', 'This was not reckoned for this page.'],
    ['grants', 'Nothing was drilled, and so no use was recorded.'],
  ] as const)('without %s it says so', (part, expected) => {
    const without: PageModel = { ...model, [part]: undefined };
    expect(page).not.toContain(expected);
    expect(pageOf(without)).toContain(expected);
  });
});

describe('the model of the page', () => {
  test('what is only synthesized is designed, and what was not looked at is told', () => {
    const designed = pageModelOf(synthesized, coverageOf(synthesized));
    expect(new Set(designed.controls.map((row) => row.shown))).toEqual(new Set(['designed', 'not shown']));
    expect(designed.open[0]).toMatchObject({
      title: 'Was not looked at',
      rows: [{ what: 'Read-back' }, { what: 'Drill' }, { what: 'Operation over time' }],
    });
    expect(designed.glance.lead.join(' ')).toContain('Nothing was deployed');
  });

  test('a break that was not put right stands with what falls short', () => {
    const good = drilledWell();
    const rows = good.rows.map((row) =>
      row.control === 'kms.key.rotation' ? { ...row, passed: false, why: 'it stayed off' } : row,
    );
    const failed = modelOf({ ...shown, drill: { ...good, rows } });
    expect(failed.open.find(({ title }) => title === 'Falls short')?.rows).toEqual([
      { what: 'kms.key.rotation', why: 'fell short in a drill: it stayed off', anchor: 'control-kms.key.rotation' },
    ]);
    expect(model.open.some(({ title }) => title === 'Falls short')).toBe(false);
    expect(textOf('control-kms.key.rotation', pageOf(failed))).toContain('<b class="bad">fell short</b>');
  });

  test('an exception tells its owner, its days, and each of its rules and places, once', () => {
    const told = model.exceptions.flatMap(({ paths, rules }) =>
      rules.flatMap((rule) => paths.map((path) => `${rule} ${path}`)),
    );
    for (const { exception } of shown.gate.inForce) expect(told).toContain(`${exception.rule} ${exception.path}`);
    expect(new Set(model.exceptions.map(({ reason }) => reason)).size).toBe(model.exceptions.length);
    expect(model.exceptions.every(({ daysLeft, owner }) => daysLeft >= 0 && owner.length > 1)).toBe(true);
  });

  test('the chart has every item once, and counts what supports a process apart', () => {
    const total = (shares: typeof model.glance.shares) => shares.reduce((sum, { count }) => sum + count, 0);
    expect(total(model.glance.shares)).toBe(66);
    const mechanisms = model.items.filter(({ shown: level }) => level !== 'not shown').length;
    const operating = model.glance.shares.find(({ tone }) => tone === 'operating')?.count ?? 0;
    expect([operating, mechanisms]).toEqual([11, 11]);
    const label = model.glance.shares.find(({ tone }) => tone === 'operating')?.label;
    expect(label).toMatch(/; at 3 of them a part stays open all the same$/);
    expect(total(model.glance.support)).toBe(model.items.filter(({ support }) => support).length);
    expect(total(model.glance.support)).toBeGreaterThan(20);
    expect(page).toContain('That they work does not say that the item is met.');
  });

  test('operating is never said to be put right alone: what a person must decide was told', () => {
    expect(page).toContain('put right or, where a person must decide, told');
    expect(textOf('control-iam.user.forbidden')).toContain('</svg>operating, told</span>');
    expect(textOf('control-s3.bucket.tls-only')).toContain('</svg>operating</span>');
  });

  test('exceptions are counted in one way', () => {
    const figure = model.glance.figures.find(({ label }) => label === 'exceptions in force');
    expect(figure?.value).toBe(String(model.exceptions.length));
    expect(figure?.note).toContain(model.exceptionCount);
    expect(model.exceptionCount).toBe(
      `${model.exceptions.length} decisions, under which ${new Set(shown.gate.inForce.flatMap(({ findings }) => findings.map(({ path }) => path))).size} resources come with ${model.exceptions.reduce((sum, { findings }) => sum + findings, 0)} findings`,
    );
  });

  test('an item is open where a part is unanswered, a decision is due, or a control falls short', () => {
    const figureOf = (one: PageModel) => one.glance.figures.find(({ label }) => label === 'items with something open');
    const good = drilledWell();
    const rows = good.rows.map((row) => (row.control === 'cognito.user-pool.mfa' ? { ...row, passed: false } : row));
    const failed = figureOf(modelOf({ ...shown, drill: { ...good, rows } }));
    const open = coverageOf(shown).items.filter(
      (one) => one.open || one.addressable?.state === 'undecided' || one.short.length > 0,
    );
    expect(figureOf(model)?.value).toBe(String(open.length));
    expect(figureOf(model)?.note).toMatch(
      /^of 66; .*\d+ with a part that nothing answers, \d+ addressable and not decided$/,
    );
    expect(Number(failed?.value)).toBeGreaterThan(open.length);
    expect(failed?.note).toMatch(/\d+ with a control that falls short or is excepted$/);
  });

  test('a moment that somebody gave is said to be one', () => {
    expect(page).not.toContain('as of <time');
    expect(pageOf(modelOf({ ...shown, atWasGiven: true }))).toContain('as of <time');
  });

  test('what cannot be compared stands apart from what falls short', () => {
    const deployed = shown.deployed ?? { where: 'local cloud' as const, resources: [], leftOut: [] };
    const [first, ...rest] = deployed.resources;
    if (!first) throw new Error('nothing was read back');
    const undecided = [{ path: 'environment.APPROVER_ID', why: 'it is not computed' }];
    const hidden = modelOf({ ...shown, deployed: { ...deployed, resources: [{ ...first, undecided }, ...rest] } });
    expect(hidden.open.map(({ title }) => title)).toContain('Cannot be compared');
    expect(hidden.open.map(({ title }) => title)).not.toContain('Falls short');
    expect(hidden.glance.figures.find(({ label }) => label === 'resources as declared')).toMatchObject({
      value: `${deployed.resources.length - 1} of ${deployed.resources.length}`,
      note: 'read back, local cloud; 1 cannot be compared',
    });
  });

  test('a trial says how long its archive is locked', () => {
    expect(model.glance.lead.join(' ')).toContain('The archive is locked for 1 day, in a mode that can be lifted');
  });

  test('a review that is past is told', () => {
    const addressable = [
      {
        item: '164.312(a)(2)(iii)',
        state: 'implemented',
        approver: 'עברית',
        reviewed: '2025-01-01',
        nextReview: '2026-01-01',
      } as const,
    ];
    const late = { ...shown, config: { ...shown.config, compliance: { ...shown.config.compliance, addressable } } };
    const waiting = modelOf({
      ...late,
      config: { ...late.config, compliance: { addressable: [...addressable] } },
    }).open;
    expect(waiting.find(({ title }) => title === 'Waits for the practice')?.rows).toContainEqual({
      what: '164.312(a)(2)(iii) Automatic logoff',
      why: 'The review was due on 2026-01-01.',
      anchor: 'item-164.312(a)(2)(iii)',
    });
  });

  test('a hundred practices make a page of about the size of one', () => {
    const large = modelOf(shownFacts(asHospital(synthesized)));
    const row = large.controls.find(({ id }) => id === 's3.bucket.tls-only');
    expect(row?.resourceCount).toBeGreaterThan(100);
    expect(row?.resources).toContainEqual(
      expect.objectContaining({ path: 'Asepsis/Practice-{practice}/PhiStore/Resource', count: 100 }),
    );
    expect(large.practices).toHaveLength(100);
    expect(pageOf(large).length).toBeLessThan(page.length * 1.2);
  });

  test('every kind of resource stands in a part of the deployment that has a name', () => {
    expect(controls.filter(({ resource }) => areaOf(resource.name) === elsewhere).map(({ id }) => id)).toEqual([]);
  });
});
