/** The cloud behind the fake world: live resources in memory that puts change for real, and faults on demand. */
import type { Deployment } from '../../../lambdas/drift/deployment';
import { liveKinds } from '../../../lambdas/drift/live';
import type { Live, LiveKind, Put } from '../../../lambdas/drift/live/live';
import { resolveState } from '../../../lib/resources/resolve';
import { mark } from '../../../lib/resources/value';
import { deploymentOf, environment, smallTemplates } from './fake-deployment';

/** What can be made to fail. */
export type Operation =
  | 'read'
  | 'put'
  | 'recreate'
  | 'fixer'
  | 'history'
  | 'write'
  | 'find'
  | 'tell'
  | 'open'
  | 'wayBack';

/** An error as the SDK throws it. */
export const sdkError = (name: string, message = `${name} from the fake world`): Error =>
  Object.assign(new Error(message), { name });

type State = Record<string, unknown>;

const clone = (value: unknown): unknown => structuredClone(value);

function setAt(state: State, path: string, value: unknown): void {
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  let node = state;
  for (const key of keys) {
    node[key] ??= {};
    node = node[key] as State;
  }
  node[last] = clone(value);
}

const valueAt = (state: unknown, path: string): unknown =>
  path.split('.').reduce<unknown>((node, key) => (node as State | undefined)?.[key], state);

/** Paths of a kind's puts, grouped as the real ones are: paths that one call writes share a function. */
function groupsOf(kind: LiveKind<unknown>): readonly (readonly string[])[] {
  const { puts } = kind.open(() => ({ region: environment.region }));
  return [...new Set(Object.values(puts))].map((put) => Object.keys(puts).filter((path) => puts[path] === put));
}

const groups = new Map(liveKinds.map((kind) => [kind.kind.name, groupsOf(kind)]));

/** What a `forbidden` control's put leaves: the thing is there, and opens nothing. */
const disarmed: Readonly<Record<string, State>> = { 'iam.access-key': { active: false } };

export class FakeCloud {
  readonly live = new Map<string, State>();
  /** Every call that would have gone to AWS, in order. */
  readonly calls: string[] = [];
  /** Kinds that can be made anew. */
  readonly recreatable = new Set<string>();
  /** How many reads after a put still show what was there before. */
  staleReads = 0;
  /** Owned paths that a put claims to write and does not. */
  readonly deaf = new Set<string>();
  /** Something that happens in the very moment of a put. */
  onPut: ((path: string) => void) | undefined;
  private stale: { left: number; readonly states: Map<string, State> } | undefined;
  private readonly faults: { operation: Operation; error: Error; left: number; skip: number }[] = [];

  constructor(readonly deployment: Deployment = deploymentOf(smallTemplates())) {
    for (const kind of liveKinds) for (const row of this.rowsOf(kind)) this.make(kind, row.stack, row.logicalId);
  }

  private rowsOf({ kind }: LiveKind<unknown>) {
    const types = kind.types.flatMap((type) => this.deployment.declared.ofType(type));
    const named = new Set(types.map(({ logicalId, stack }) => `${stack}/${logicalId}`));
    return this.deployment.rows.filter(({ logicalId, stack }) => named.has(`${stack}/${logicalId}`));
  }

  /** The state that a resource is declared to have, with physical values. */
  declaredOf(kind: LiveKind<unknown>, stack: string, logicalId: string): State {
    const template = this.deployment.declared.target(mark(stack, logicalId));
    if (!template) throw new Error(`${stack}/${logicalId} is not declared`);
    return resolveState(kind.kind.read(template, this.deployment.declared), this.deployment.lookup) as State;
  }

  private make(kind: LiveKind<unknown>, stack: string, logicalId: string): void {
    const row = this.deployment.rows.find((one) => one.stack === stack && one.logicalId === logicalId);
    const key = `${kind.kind.name} ${row?.physicalId}`;
    this.live.set(key, clone(this.declaredOf(kind, stack, logicalId)) as State);
  }

  /** Changes live properties, as somebody's call would. */
  break(kind: string, physicalId: string, changes: Readonly<Record<string, unknown>>): void {
    const state = this.live.get(`${kind} ${physicalId}`);
    if (!state) throw new Error(`there is no ${kind} ${physicalId}`);
    for (const [path, value] of Object.entries(changes)) setAt(state, path, value);
  }

  at(kind: string, physicalId: string, path: string): unknown {
    return valueAt(this.live.get(`${kind} ${physicalId}`), path);
  }

  /** The next `times` of an operation throw, after `skip` that do not. */
  fail(operation: Operation, error: Error, times = 1, skip = 0): void {
    this.faults.push({ operation, error, left: times, skip });
  }

  /** Everything works again. */
  heal(): void {
    this.faults.length = 0;
  }

  protected enter(operation: Operation, what: string): void {
    this.calls.push(`${operation} ${what}`);
    const fault = this.faults.find((one) => one.operation === operation && one.left > 0);
    if (!fault) return;
    if (fault.skip > 0) {
      fault.skip -= 1;
      return;
    }
    fault.left -= 1;
    throw fault.error;
  }

  private read(key: string): State | undefined {
    this.enter('read', key);
    if (this.stale && this.stale.left > 0) {
      this.stale.left -= 1;
      return clone(this.stale.states.get(key)) as State | undefined;
    }
    return clone(this.live.get(key)) as State | undefined;
  }

  private remember(): void {
    if (this.staleReads > 0 && !this.stale)
      this.stale = { left: this.staleReads, states: clone(this.live) as Map<string, State> };
  }

  private putOf(kind: string, paths: readonly string[]): Put<unknown> {
    return async (physicalId, declared) => {
      this.enter('put', `${kind} ${physicalId} ${paths.join(',')}`);
      this.remember();
      const state = this.live.get(`${kind} ${physicalId}`);
      if (!state) throw sdkError('ResourceNotFoundException');
      for (const path of paths) {
        this.onPut?.(path);
        const wanted = declared === undefined ? valueAt(disarmed[kind], path) : valueAt(declared, path);
        if (!this.deaf.has(path)) setAt(state, path, wanted);
      }
    };
  }

  open({ kind: { name } }: LiveKind<unknown>): Live<unknown> {
    const puts: Record<string, Put<unknown>> = {};
    for (const paths of groups.get(name) ?? []) {
      const put = this.putOf(name, paths);
      for (const path of paths) puts[path] = put;
    }
    const recreate = async (physicalId: string, declared: unknown) => {
      this.enter('recreate', `${name} ${physicalId}`);
      this.remember();
      this.live.set(`${name} ${physicalId}`, clone(declared) as State);
    };
    return {
      read: async (physicalId) => this.read(`${name} ${physicalId}`),
      puts,
      ...(this.recreatable.has(name) ? { recreate } : {}),
    };
  }
}
