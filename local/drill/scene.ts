/** What a break works with: the deployed resources, and clients whose calls are noted. */
import type { LiveKind, SdkConfig, SdkSettings } from '../../lambdas/drift/live/live';
import type { Lookup, StackResource } from '../../lib/resources/resolve';
import { resolveState } from '../../lib/resources/resolve';
import type { TemplateResource, TemplateSet } from '../../lib/resources/template';
import type { MadeCall } from './cloudtrail';

/** The part of an SDK client that middleware needs. */
interface Traceable {
  readonly middlewareStack: {
    // The SDK types middleware by the union of a client's commands: whatever it is, it takes this.
    add(middleware: never, options: never): void;
  };
  destroy(): void;
}

type Next = (args: { input: Record<string, unknown> }) => Promise<{ output: Record<string, unknown> }>;

/** One deployed resource. */
export interface Located {
  readonly row: StackResource;
  readonly template: TemplateResource;
  /** The declared state with physical values. */
  readonly declared: unknown;
}

export interface SceneOptions {
  readonly sdk: SdkConfig;
  readonly templates: TemplateSet;
  readonly rows: readonly StackResource[];
  readonly lookup: Lookup;
  readonly account: string;
  readonly region: string;
  readonly deployment: string;
}

/** The deployment has nothing that a break could be tried on. */
export class NothingDeployed extends Error {
  override readonly name = 'NothingDeployed';

  constructor(kind: string) {
    super(`nothing of the kind ${kind} is deployed that the break could be tried on`);
  }
}

export class Scene {
  readonly calls: MadeCall[] = [];
  private readonly clients: Traceable[] = [];

  constructor(readonly options: SceneOptions) {}

  /** A client as the person who breaks things has it: every call that comes through is noted. */
  open<C extends Traceable>(
    Client: new (settings: SdkSettings & { forcePathStyle?: boolean }) => C,
    service: string,
  ): C {
    const settings = this.options.sdk(service);
    const client = new Client(service === 's3' ? { ...settings, forcePathStyle: true } : settings);
    const note =
      (next: Next, context: { commandName?: string }) => async (args: { input: Record<string, unknown> }) => {
        const answer = await next(args);
        const command = (context.commandName ?? '').replace(/Command$/, '');
        this.calls.push({ service, command, input: args.input, output: answer.output, at: new Date() });
        return answer;
      };
    client.middlewareStack.add(note as never, { step: 'initialize', name: 'note' } as never);
    this.clients.push(client);
    return client;
  }

  /** The deployed resources of a kind, in template order. */
  all(kind: LiveKind<unknown>['kind']): readonly Located[] {
    const { lookup, rows, templates } = this.options;
    const byId = new Map(rows.map((row) => [`${row.stack}/${row.logicalId}`, row]));
    return kind.types
      .flatMap((type) => templates.ofType(type))
      .flatMap((template) => {
        const row = byId.get(`${template.stack}/${template.logicalId}`);
        return row ? [{ row, template, declared: resolveState(kind.read(template, templates), lookup) }] : [];
      });
  }

  /**
   * One deployed resource of a kind.
   *
   * @param pick which, where there are several; by logical id or declared state
   * @throws NothingDeployed where there is none: the break then cannot be tried
   */
  one(kind: LiveKind<unknown>['kind'], pick: (located: Located) => boolean = () => true): Located {
    const found = this.all(kind).find(pick);
    if (!found) throw new NothingDeployed(kind.name);
    return found;
  }

  /** Ends the clients that were opened. */
  close(): void {
    for (const client of this.clients.splice(0)) client.destroy();
    this.calls.length = 0;
  }
}
