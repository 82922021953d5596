/** `npm run new:control`: refuses bad input whole, and writes what runs, fails, and then holds as its page says. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Answers, problemsWith } from '../../lib/cli/new-control/answers';
import { type Catalogue, catalogueOf } from '../../lib/cli/new-control/catalogue';
import { newControl } from '../../lib/cli/new-control/new-control';
import { filesOf, rooms } from '../../lib/cli/new-control/texts';
import { controls } from '../../lib/controls';
import { ownControls } from '../../lib/controls/own';
import { resourceKinds } from '../../lib/resources';

const root = join(__dirname, '../..');

const good: Answers = {
  kind: 'sqs.queue',
  name: 'retention',
  title: 'Queues keep what they hold',
  hipaa: ['164.312(b)'],
  severity: 'high',
  owned: ['retentionSeconds'],
  brokenBy: ['sqs:SetQueueAttributes'],
  remedy: 'Set MessageRetentionPeriod.',
  fix: 'enforce',
  permissions: ['sqs:SetQueueAttributes'],
};
const observed = { fix: 'observe', permissions: [], reason: 'a person decides' };

let catalogue: Catalogue;
beforeAll(async () => {
  catalogue = await catalogueOf(root);
});

describe('the catalogue', () => {
  test('has every kind, with where it is exported', () => {
    expect(catalogue.kinds.map(({ name }) => name).sort()).toEqual(resourceKinds.map(({ name }) => name).sort());
    const queue = catalogue.kinds.find(({ name }) => name === 'sqs.queue');
    expect(queue).toMatchObject({
      module: { name: 'sqsQueue', file: 'sqs-queue' },
      live: { name: 'sqsQueueLive', file: 'sqs-queue', puts: expect.arrayContaining(['retentionSeconds']) },
    });
    expect(catalogue.ids).toEqual(controls.map(({ id }) => id));
  });
});

describe('what is refused', () => {
  test.each<[what: string, change: Partial<Answers>, problems: readonly RegExp[]]>([
    ['nothing', {}, []],
    ['nothing of what is observed', observed, []],
    ['nothing of what only the gate sees', { ...observed, kind: 'ec2.instance', owned: [], fix: 'none' }, []],
    ['a kind that is none', { kind: 'sqs.quue' }, [/--kind: given "sqs\.quue"; allowed: did you mean sqs\.queue\?/]],
    ['a name that is none', { name: 'Re tention' }, [/--name: given "Re tention"/]],
    ['a name that is taken', { name: 'encryption' }, [/--name: .* sqs\.queue\.encryption is there/]],
    ['a title of two lines', { title: 'a\nb' }, [/--title: given "a\\nb"/]],
    ['no remedy', { remedy: ' ' }, [/--remedy/]],
    ['no paragraph', { hipaa: [] }, [/--hipaa: given none/]],
    ['a paragraph of another part', { hipaa: ['164.312(b)', '160.103'] }, [/--hipaa: given "160\.103"/]],
    ['a severity that is none', { severity: 'severe' }, [/--severity: given "severe"; allowed: critical, high/]],
    ['no path', { owned: [] }, [/--owned: given none; allowed: key, policy/]],
    ['a path that nothing declares', { owned: ['takesDeadLetters'] }, [/--owned: given "takesDeadLetters"/]],
    ['no call', { brokenBy: [] }, [/--broken-by: given none/]],
    ['a call without its service', { brokenBy: ['SetQueueAttributes'] }, [/--broken-by: given "SetQueueAttributes"/]],
    ['a fix that is none', { fix: 'mend', permissions: [], reason: 'r' }, [/--fix: given "mend"/]],
    ['a fix without permissions', { permissions: [] }, [/--permissions: given none/]],
    ['a wildcard', { permissions: ['sqs:*'] }, [/--permissions: given "sqs:\*"; .* without a wildcard/]],
    ['permissions without a fix', { ...observed, permissions: ['sqs:GetQueueAttributes'] }, [/--permissions: allowed/]],
    ['no reason', { ...observed, reason: undefined }, [/--reason: given undefined/]],
    ['a reason with a fix', { reason: 'why' }, [/--reason: allowed/]],
    ['a rule that is none', { configRule: 'SQS_RULE' }, [/--config-rule: given "SQS_RULE"/]],
    [
      'a guard over what the loop does not reach',
      { ...observed, kind: 'ec2.instance', owned: [] },
      [/--fix: given "observe"; allowed: none, the drift loop does not reach ec2\.instance/],
    ],
    [
      'a fix that the API cannot make',
      { kind: 'kms.key', owned: ['grants'], brokenBy: ['kms:CreateGrant'], permissions: ['kms:RevokeGrant'] },
      [],
    ],
    [
      'all of it at once',
      { kind: 'x', name: '', title: '', hipaa: [], brokenBy: [], remedy: '', fix: '' },
      [/--kind/, /--name/, /--title/, /--hipaa/, /--broken-by/, /--remedy/, /--fix/, /--permissions/, /--reason/],
    ],
  ])('%s', (_what, change, problems) => {
    const found = problemsWith({ ...good, ...change }, catalogue);
    expect(found).toHaveLength(problems.length);
    for (const [at, words] of problems.entries()) expect(found[at]).toMatch(words);
  });

  test('a put that there is not', () => {
    const kinds = catalogue.kinds.map((kind) => (kind.live ? { ...kind, live: { ...kind.live, puts: [] } } : kind));
    expect(problemsWith(good, { ...catalogue, kinds })).toEqual([
      expect.stringContaining('observe or none, the API cannot put retentionSeconds back'),
    ]);
  });
});

describe('the command line', () => {
  const speak = async (args: readonly string[], ask?: (question: string) => Promise<unknown>) => {
    const said: string[] = [];
    const output = { out: (text: string) => void said.push(text), err: (text: string) => void said.push(text) };
    const code = await newControl(['node', 'new:control', ...args], root, output, ask);
    return { code, said: said.join('\n') };
  };

  test('shows an example, and refuses a flag that it does not know', async () => {
    expect(await speak(['--help'])).toMatchObject({ code: 0, said: expect.stringContaining('Example:') });
    expect(await speak(['--kin', 'x'])).toMatchObject({ code: 2, said: expect.stringContaining("option '--kin'") });
  });

  test('asks for what the flags leave open, and what hangs on the fix after it', async () => {
    const asked: string[] = [];
    const answer = async (question: string) => {
      asked.push(question);
      return question.startsWith('At drift') ? 'observe' : 'a  b';
    };
    const { code, said } = await speak(['--kind', 'sqs.queue', '--hipaa', '164.312(b)'], answer);
    expect(asked.map((question) => question.split(' ')[0])).toEqual([
      ...['Name', 'What', 'Owned', 'Calls', 'How', 'At', 'Why'],
    ]);
    // Lists are taken apart at spaces.
    expect(said).toMatch(/--owned: given "a"; .*--owned: given "b"; .*Nothing was written/s);
    expect(code).toBe(2);
  });

  test('ends without a word more where a person ends it', async () => {
    expect(await speak(['--kind', 'sqs.queue'], async () => Symbol('cancelled'))).toEqual({
      code: 2,
      said: 'cancelled\n→ Nothing was written.',
    });
  });
});

describe('what is written', () => {
  const filesFor = (change: Partial<Answers>) => {
    const answers = { ...good, ...change };
    const kind = catalogue.kinds.find(({ name }) => name === answers.kind);
    if (!kind) throw new Error(answers.kind);
    return filesOf(answers, kind);
  };

  test('has a break where the loop guards it, and only there', () => {
    const guarded = filesFor({}).map(({ file }) => file);
    expect(guarded).toEqual(Object.values(rooms).map((room) => `${room}/sqs-queue-retention.ts`));
    expect(filesFor({ ...observed, fix: 'none' }).map(({ file }) => file)).toEqual(guarded.slice(0, 2));
  });

  test('has states as cases of what no template declares', () => {
    const [, cases] = filesFor({ ...observed, kind: 'ec2.snapshot', owned: [] });
    expect(cases?.text).toContain('violatingState: {}');
    expect(cases?.text).not.toContain('aws-cdk-lib');
  });

  test('keeps quotes, and ends no literal and no comment of its file', () => {
    const [control] = filesFor({ title: `it's "so" */ \${x}`, remedy: '`' });
    expect(control?.text).toContain(`title: "it's \\"so\\" */ \${x}"`);
    expect(control?.text.match(/\*\//g)).toHaveLength(2);
  });
});

test.each(Object.values(rooms))('the index of %s names every file of it', (room) => {
  const files = readdirSync(join(root, room)).filter((file) => file !== 'index.ts');
  const index = readFileSync(join(root, room, 'index.ts'), 'utf8');
  const named = [...index.matchAll(/from '\.\/([^']+)'/g)].map((found) => `${found[1]}.ts`);
  expect(named.sort()).toEqual(files.sort());
});

test('every control of its own is in the list of all', () => {
  expect(ownControls.filter((control) => !controls.includes(control))).toEqual([]);
});

/** What is made from the list of controls, asked in the copy, whose list has one more. */
const flows = `
import { parseSettings } from '../lambdas/drift/settings';
import { controls } from '../lib/controls';
import { renderControls } from '../lib/controls/document';
import { controlsOf, eventPatterns } from '../lib/drift/families';
import { policiesOf } from '../lib/drift/permissions';
import { allBreaks } from '../local/drill/breaks';

const id = 'sqs.queue.retention';
const scope = { account: '111122223333', region: 'us-east-1', partition: 'aws', name: 'lakeside' };
const control = controls.find((one) => one.id === id);
const guarded = controlsOf('messaging').filter((one) => one.id === id);
const said = {
  events: eventPatterns(guarded).some(({ detail }) => detail.eventName.includes('SetQueueAttributes')),
  mayFix: policiesOf('messaging', scope).fix.some(({ Action }) => Action.includes('sqs:SetQueueAttributes')),
  drilled: allBreaks.some((one) => one.control === id),
  settable: parseSettings(JSON.stringify({ modes: { [id]: 'observe' } })) !== undefined,
  row: renderControls(controls).split('\\n').find((line) => line.includes(id)),
};
process.stdout.write(JSON.stringify(said) + '\\n');
`;

describe('its page, done again', () => {
  const page = readFileSync(join(root, 'docs/adding-a-control.md'), 'utf8');
  const blockAfter = (words: string) => page.split(words)[1]?.match(/```\w*\n(.*?)```/s)?.[1] ?? '';
  const files = Object.values(rooms).map((room) => `${room}/sqs-queue-retention.ts`);
  let copy: string;
  beforeAll(() => {
    copy = mkdtempSync(join(tmpdir(), 'asepsis-new-control-'));
    const taken = ['bin', 'lib', 'lambdas', 'local', 'test/constructs', 'test/controls', 'test/local', '.gitignore'];
    const settings = ['package.json', 'tsconfig.json', 'biome.json', 'cdk.json', 'jest.config.js'];
    // What jest's settings name must be there.
    const setups = ['global-setup', 'global-teardown', 'shared-place'].map((name) => `cli/evidence/${name}`);
    const shared = ['once', 'pure-setup', 'pure-teardown', ...setups].map((name) => `test/${name}.ts`);
    for (const name of [...taken, ...settings, ...shared])
      cpSync(join(root, name), join(copy, name), { recursive: true });
    writeFileSync(join(copy, 'tsconfig.own.json'), JSON.stringify({ extends: './tsconfig.json', include: [], files }));
    symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  });
  afterAll(() => rmSync(copy, { recursive: true, force: true }));

  const run = (command: string, ...args: readonly string[]) => {
    const { status, stderr, stdout } = spawnSync(command, args, { cwd: copy, encoding: 'utf8' });
    return { status, said: `${stdout}\n${stderr}` };
  };
  const bin = (name: string, ...args: readonly string[]) => run(join(copy, 'node_modules/.bin', name), ...args);
  const jest = () => bin('jest', '--selectProjects=pure', '--testPathPatterns=controls.test', '-t=sqs.queue.retention');
  const command = blockAfter('## 1. Have it written').replace('npm run new:control --', 'tsx bin/new-control.ts');

  test('what it writes compiles and is set as the house sets it, and fails until it is written', () => {
    const written = run('sh', '-c', `PATH="$PWD/node_modules/.bin:$PATH" ${command}`);
    expect(written.status).toBe(0);
    for (const file of files) expect(written.said).toContain(`wrote ${file}`);
    expect(bin('tsc', '--noEmit', '--project', 'tsconfig.own.json')).toMatchObject({ status: 0 });
    expect(bin('biome', 'check', '--error-on-warnings', ...files)).toMatchObject({ status: 0 });
    const { said, status } = jest();
    expect(status).toBe(1);
    expect(said).toContain(
      'is not written: say what must hold, in evaluate of lib/controls/own/sqs-queue-retention.ts',
    );
    expect(run('sh', '-c', `PATH="$PWD/node_modules/.bin:$PATH" ${command}`)).toMatchObject({
      status: 2,
      said: expect.stringContaining('sqs.queue.retention is there'),
    });
  }, 300_000);

  test('what the page writes into it holds, and everything that is made from the list has it', () => {
    for (const file of files) {
      const text = blockAfter(`\`${file}\`:`);
      expect(text).not.toBe('');
      writeFileSync(join(copy, file), text);
    }
    expect(bin('tsc', '--noEmit', '--project', 'tsconfig.own.json')).toMatchObject({ status: 0 });
    expect(bin('biome', 'check', '--error-on-warnings', ...files)).toMatchObject({ status: 0 });
    expect(jest()).toMatchObject({ status: 0 });
    writeFileSync(join(copy, 'bin/flows.ts'), flows);
    const { said } = bin('tsx', 'bin/flows.ts');
    const flow = JSON.parse(said.split('\n')[0] ?? '') as Readonly<Record<string, unknown>>;
    expect(flow).toMatchObject({ events: true, mayFix: true, drilled: true, settable: true });
    expect(page).toContain(flow.row);
  }, 300_000);
});
