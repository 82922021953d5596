/** What the live readers are made of, read from their source: which commands of the SDK each file imports. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LiveKind } from '../../lambdas/drift/live/live';
import { familyNames } from '../../lib/drift/families';
import { actionOf } from '../../local/drill/iam-actions';

const folder = join(__dirname, '../../lambdas/drift');
const sourceOf = (file: string): string => readFileSync(join(folder, `${file}.ts`), 'utf8');

/** What a file imports from another module, by the module's name. */
function importsOf(source: string): readonly { readonly names: readonly string[]; readonly from: string }[] {
  return [...source.matchAll(/import (?:type )?\{([^}]*)\} from '([^']+)'/g)].map(([, names = '', from = '']) => ({
    names: names.split(',').map((name) => name.trim().replace(/^type /, '')),
    from,
  }));
}

const commandOf = (name: string): string | undefined =>
  /^(\w+)Command$/.exec(name)?.[1] ?? /^paginate(\w+)$/.exec(name)?.[1];

/** IAM actions of the commands that a file imports, and of what it takes from its neighbours. */
function actionsIn(file: string): readonly string[] {
  return importsOf(sourceOf(file)).flatMap(({ from, names }) => {
    const service = /^@aws-sdk\/client-(.+)$/.exec(from)?.[1];
    if (service) return names.flatMap((name) => (commandOf(name) ? [actionOf(service, commandOf(name) ?? '')] : []));
    const neighbour = /^\.\/([\w-]+)$/.exec(from)?.[1];
    return neighbour ? actionsIn(`live/${neighbour}`) : [];
  });
}

/** What a file of the folder exports, as Node loads it. */
function livesIn(file: string): Readonly<Record<string, string>> {
  const exports = jest.requireActual<Readonly<Record<string, LiveKind<unknown>>>>(join(folder, file));
  const lives = Object.entries(exports).filter(([name]) => name.endsWith('Live'));
  return Object.fromEntries(lives.map(([name, live]) => [name, live.kind.name]));
}

/** One file of the folder `live`: its kinds by the names of their exports, and the actions that it imports. */
export interface LiveFile {
  readonly file: string;
  readonly kinds: Readonly<Record<string, string>>;
  readonly actions: readonly string[];
}

/** Every file that the index lists. */
export const liveFiles: readonly LiveFile[] = importsOf(sourceOf('live/index'))
  .filter(({ from }) => from !== './live')
  .map(({ from }) => {
    const file = `live/${from.slice(2)}`;
    return { file, kinds: livesIn(file), actions: [...new Set(actionsIn(file))].sort() };
  });

const kindByExport: Readonly<Record<string, string>> = Object.assign({}, ...liveFiles.map(({ kinds }) => kinds));

/** The kinds that a function hands to its handler. */
const handedBy = (file: string): readonly string[] => {
  const [, list = ''] =
    /(?:drift|watcher)Handler\((?:'\w+', )?\[([^\]]*)\]\)/.exec(sourceOf(`functions/${file}`)) ?? [];
  return [...list.matchAll(/\w+Live/g)].map(([name]) => kindByExport[name] ?? name);
};

/** By family. */
export const handedTo: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  familyNames.map((family) => [family, handedBy(family)]),
);

export const handedToWatcher = handedBy('watch');
