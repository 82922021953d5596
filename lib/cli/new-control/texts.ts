/** The files of a new control, from what a person said of it. Pure; a formatter sets the lines afterwards. */
import { type Answers, fileOf, idOf } from './answers';
import type { KnownKind } from './catalogue';

/** Where a fork's controls, their cases and their breaks stand. Each folder has an index of its files. */
export const rooms = {
  control: 'lib/controls/own',
  cases: 'test/controls/own',
  break: 'local/drill/breaks/own',
} as const;

export interface NewFile {
  readonly file: string;
  readonly text: string;
}

const quote = (value: unknown): string => JSON.stringify(value);

/** `sqs-queue-retention` as a name in code: `sqsQueueRetention`. */
export const nameOf = (file: string): string =>
  file.replace(/-+([a-z0-9])/g, (_all, letter: string) => letter.toUpperCase());

function controlText(answers: Answers, kind: KnownKind): string {
  const { brokenBy, configRule, fix, hipaa, owned, permissions, reason, remedy, severity, title } = answers;
  const id = idOf(answers);
  const paths = owned.length > 0 ? owned : [''];
  const [first = ''] = paths;
  const seen = first === '' ? 'state' : `state.${first}`;
  return `/** A control of your own on ${kind.name}: docs/adding-a-control.md. */
import { ${kind.module.name} } from '../../resources/${kind.module.file}';
import { defineControl } from '../control';
import { notWritten } from '../not-written';
import { all } from '../verdict';

export const ${nameOf(fileOf(id))} = defineControl({
  id: ${quote(id)},
  title: ${quote(title)},
  hipaa: ${quote(hipaa)},${configRule === undefined ? '' : `\n  configRule: ${quote(configRule)},`}
  severity: ${quote(severity)},
  resource: ${kind.module.name},
  // Say what must hold of each path, with \`check\` or \`checkEach\` of ../verdict:
  //   evaluate: (state) => all(check('${first}', ${seen}, 'what is asked for', (known) => …)),
  // Until then the gate is closed, the tests of this control fail, and no fix is made by it.
  evaluate: () => all(${paths.map((path) => `notWritten(${quote(path)})`).join(', ')}),
  remedy: ${quote(remedy)},
  brokenBy: ${quote(brokenBy)},
  fix: { mode: ${quote(fix)}${fix === 'enforce' ? '' : `, reason: ${quote(reason)}`} },
  permissions: ${quote(permissions)},
});
`;
}

const plantedCases = (answers: Answers, kind: KnownKind): string => `/** Cases of \`${idOf(answers)}\`. */
import { CfnResource, type Stack } from 'aws-cdk-lib';
import type { OwnFixture } from '../fixture';

/** One resource of a template, with the properties that matter to the control. */
const planted = (properties: Record<string, unknown>) => (stack: Stack) => {
  new CfnResource(stack, 'Planted', { type: ${quote(kind.types[0])}, properties });
};

export const ${nameOf(fileOf(idOf(answers)))}: OwnFixture = {
  control: ${quote(idOf(answers))},
  // What keeps it.
  compliant: planted({}),
  // What violates it.
  violating: planted({}),
  // What cannot be known at synth: Fn.importValue('elsewhere') of aws-cdk-lib where the property stands.
  undecidable: planted({}),
};
`;

const stateCases = (answers: Answers, kind: KnownKind): string => `/** Cases of \`${idOf(answers)}\`. */
import { unknown } from '../../../lib/resources/value';
import type { OwnFixture } from '../fixture';

// States of ${kind.module.name}, of lib/resources/${kind.module.file}.ts: no template declares it.
export const ${nameOf(fileOf(idOf(answers)))}: OwnFixture = {
  control: ${quote(idOf(answers))},
  // What keeps it.
  compliantState: {},
  // What violates it.
  violatingState: {},
  // What cannot be known: unknown('why') where a value stands.
  undecidableState: { anything: unknown('nobody has said where') },
};
`;

const breakText = (answers: Answers, live: NonNullable<KnownKind['live']>): string => {
  const id = idOf(answers);
  const file = `${rooms.break}/${fileOf(id)}.ts`;
  return `/** How \`${id}\` is broken in the drill. */
import { ${live.name} } from '../../../../lambdas/drift/live/${live.file}';
import type { Break } from '../../break';

export const ${nameOf(fileOf(id))}: Break = {
  control: ${quote(id)},
  kind: ${live.name},
  // Break a deployed resource by a real call that is in \`brokenBy\`, and say which it was; ../kms.ts shows how:
  //   run: async (scene) => { const { declared, row } = scene.one(${live.name}.kind); …; return { declared, physicalId: row.physicalId }; }
  run: async () => {
    throw new Error('nobody has said how ${id} is broken: write run in ${file}');
  },
};
`;
};

/** The files of a control: itself, its cases, and its break where the drift loop guards it. */
export function filesOf(answers: Answers, kind: KnownKind): readonly NewFile[] {
  const file = `${fileOf(idOf(answers))}.ts`;
  const cases = kind.types.length > 0 ? plantedCases : stateCases;
  return [
    { file: `${rooms.control}/${file}`, text: controlText(answers, kind) },
    { file: `${rooms.cases}/${file}`, text: cases(answers, kind) },
    ...(answers.fix !== 'none' && kind.live
      ? [{ file: `${rooms.break}/${file}`, text: breakText(answers, kind.live) }]
      : []),
  ];
}

const imports = (files: readonly string[]): string =>
  files.map((file) => `import { ${nameOf(file)} } from './${file}';`).join('\n');

const names = (files: readonly string[]): string => files.map(nameOf).join(', ');

/** The indexes of the folders. */
export const indexes: Readonly<Record<keyof typeof rooms, (files: readonly string[]) => string>> = {
  control: (
    files,
  ) => `/** Controls of your own, one a file. \`npm run new:control\` adds one here; docs/adding-a-control.md shows it. */
import type { AnyControl } from '../control';
${imports(files)}

export const ownControls: readonly AnyControl[] = [${names(files)}];
`,
  cases: (files) => `/** The cases of your own controls, one file a control. \`npm run new:control\` adds one here. */
import type { OwnFixture } from '../fixture';
${imports(files)}

export const ownFixtures: readonly OwnFixture[] = [${names(files)}];
`,
  break: (
    files,
  ) => `/** How your own controls are broken in the drill, one file a control. \`npm run new:control\` adds one here. */
import type { Break } from '../../break';
${imports(files)}

export const ownBreaks: readonly Break[] = [${names(files)}];
`,
};
