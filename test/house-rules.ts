/** What may import what: the rules of the house as data, and what is wrong with one import. */
import { dirname, join, normalize } from 'node:path';

/** Every module that a text names: static, for its effects, dynamic, by `require` and as a type. */
export function importsOf(text: string): readonly string[] {
  const forms = [/\bfrom\s+'([^']+)'/g, /^\s*import\s+'([^']+)'/gm, /\b(?:import|require)\(\s*'([^']+)'/g];
  return forms.flatMap((form) => [...text.matchAll(form)].map((found) => found[1] ?? ''));
}

/** The room of a file: `lib/gates`, `lambdas`, `local`; `lib/app` and `lib/errors` are rooms of one file. */
function roomOf(file: string): string {
  const [top = '', second = ''] = file.replace(/\.ts$/, '').split('/');
  return top === 'lib' ? `${top}/${second}` : top;
}

const inside = (specifier: string) => specifier.startsWith('.');
const targetOf = (file: string, specifier: string) => normalize(join(dirname(file), specifier));

/** Errors are for everybody; cdk.json holds the feature flags. */
const everywhere = ['lib/errors', 'cdk.json'];

/** May import whatever they need; who imports them is said below. */
const anything = 'anything';

/** The rooms that each room may import. A new room gets a row here, and one in the README's map. */
const allowed: Readonly<Record<string, readonly string[] | typeof anything>> = {
  'lib/resources': [],
  'lib/controls': ['lib/resources'],
  'lib/errors': [],
  'lib/config': ['lib/controls', 'lib/resources'],
  'lib/perimeter': ['lib/config'],
  'lib/drift': ['lib/controls', 'lib/resources'],
  'lib/contain': ['lib/controls', 'lib/drift', 'lib/resources'],
  'lib/gates': ['lib/config', 'lib/controls', 'lib/resources'],
  'lib/constructs': ['lib/attest', 'lib/contain', 'lib/controls', 'lib/drift', 'lib/resources'],
  'lib/stacks': ['lib/config', 'lib/constructs', 'lib/contain', 'lib/drift', 'lib/perimeter'],
  'lib/stages': ['lib/config', 'lib/stacks'],
  'lib/app': ['lib/config', 'lib/gates', 'lib/stages'],
  'lib/bootstrap': ['lib/config', 'lib/stacks'],
  'lib/cdk-cli': [],
  // What is signed, and how it is checked: by functions, by the bundle and offline.
  'lib/attest': [],
  // Who can reach what, from templates alone.
  'lib/reach': ['lib/resources'],
  // What a deployment costs, from templates and a dated price table; which calls the drift loop makes is said in lib/drift.
  'lib/cost': ['lib/config', 'lib/controls', 'lib/drift', 'lib/resources'],
  'lib/evidence': ['lib/attest', 'lib/config', 'lib/controls', 'lib/cost', 'lib/gates', 'lib/reach', 'lib/resources'],
  'lib/cli': anything,
  lambdas: ['lib/attest', 'lib/contain', 'lib/controls', 'lib/drift', 'lib/resources'],
  local: anything,
  bench: anything,
  bin: anything,
  test: anything,
};

/** Leaves, and who may use them all the same. */
const leaves: Readonly<Record<string, readonly string[]>> = {
  'lib/cli': ['bin', 'bench', 'test'],
  'lib/evidence': ['lib/cli', 'bench', 'bin', 'test'],
  local: ['lib/cli', 'bench', 'test'],
  bench: ['test'],
  bin: ['test'],
  test: [],
};

const cdk = /^(aws-cdk-lib|constructs|cdk-nag|@cdklabs\/)/;
const sdk = /^(@aws-sdk\/|@smithy\/|@aws-lambda-powertools\/)/;

/** Packages that a room never imports, not even for types: a type ties a pure room to a release of a package. */
const forbidden: readonly (readonly [room: string, packages: RegExp, why: string])[] = [
  ['lib/resources', cdk, 'it is pure'],
  ['lib/resources', sdk, 'it is pure'],
  ['lib/controls', cdk, 'it is pure'],
  ['lib/controls', sdk, 'it is pure'],
  ['lib/config', cdk, 'values only'],
  ['lib/config', sdk, 'values only'],
  ['lib/constructs', sdk, 'constructs declare, they call nothing'],
  ['lambdas', cdk, 'the CDK is megabytes, and not for run time'],
];

/** What is wrong with one import, if anything. */
export function problemOf(file: string, specifier: string): string | undefined {
  const room = roomOf(file);
  if (!inside(specifier)) {
    const found = forbidden.find(([of, packages]) => of === room && packages.test(specifier));
    return found && `${file} imports ${specifier}: ${room} may not, ${found[2]}`;
  }
  const target = roomOf(targetOf(file, specifier));
  if (target === room || everywhere.includes(target)) return undefined;
  const users = leaves[target];
  if (users && !users.includes(room)) return `${file} imports ${specifier}: ${target} is a leaf`;
  const rooms = allowed[room];
  if (rooms === undefined) return `${file} is in ${room}, which has no row in test/architecture.test.ts`;
  if (rooms === anything || rooms.includes(target)) return undefined;
  return `${file} imports ${specifier}: ${room} may import ${rooms.join(', ') || 'no other room'}`;
}
