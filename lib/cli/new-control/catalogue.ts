/** What a new control can be about: the kinds of resources, by the modules that hold them, and what is taken already. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { LiveKind } from '../../../lambdas/drift/live/live';
import { controls } from '../../controls';
import type { ResourceKind } from '../../resources/kind';

/** A name that a module exports. */
interface Exported {
  readonly name: string;
  /** File name without its ending. */
  readonly file: string;
}

/** A kind that a control can be written for. */
export interface KnownKind {
  readonly name: string;
  /** CloudFormation types; none for what no template declares. */
  readonly types: readonly string[];
  readonly owned: readonly string[];
  readonly module: Exported;
  /** Its live reader and the owned paths that can be put back; absent for kinds that the drift loop does not reach. */
  readonly live?: Exported & { readonly puts: readonly string[] };
}

export interface Catalogue {
  readonly kinds: readonly KnownKind[];
  /** Ids of the controls that there are. */
  readonly ids: readonly string[];
}

interface Found<T> {
  readonly exported: Exported;
  readonly value: T;
}

/** Every export of the modules of a folder that is of one sort. */
async function exportsOf<T>(folder: string, isOne: (value: unknown) => value is T): Promise<readonly Found<T>[]> {
  const files = readdirSync(folder).filter((name) => name.endsWith('.ts') && name !== 'index.ts');
  const found: Found<T>[] = [];
  for (const file of files.map((name) => name.slice(0, -'.ts'.length)).sort()) {
    const module = (await import(join(folder, file))) as Record<string, unknown>;
    for (const [name, value] of Object.entries(module))
      if (isOne(value)) found.push({ exported: { name, file }, value });
  }
  return found;
}

const isKind = (value: unknown): value is ResourceKind<unknown> =>
  typeof value === 'object' && value !== null && 'owned' in value && 'types' in value && 'read' in value;

const isLive = (value: unknown): value is LiveKind<unknown> =>
  typeof value === 'object' && value !== null && 'open' in value && 'kind' in value && isKind(value.kind);

/** Any region will do: the readers are asked what they can put, and call nothing. */
const putsOf = (live: LiveKind<unknown>) => Object.keys(live.open(() => ({ region: 'us-east-1' })).puts);

/** @param root the folder of the repository */
export async function catalogueOf(root: string): Promise<Catalogue> {
  const kinds = await exportsOf(join(root, 'lib/resources'), isKind);
  const lives = await exportsOf(join(root, 'lambdas/drift/live'), isLive);
  const known = kinds.map(({ exported, value: { name, owned, types } }): KnownKind => {
    const live = lives.find(({ value }) => value.kind.name === name);
    return {
      name,
      types,
      owned,
      module: exported,
      ...(live ? { live: { ...live.exported, puts: putsOf(live.value) } } : {}),
    };
  });
  return { kinds: known, ids: controls.map(({ id }) => id) };
}
