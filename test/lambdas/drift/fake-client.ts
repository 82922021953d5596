/** SDK clients that answer from a function, and remember what they were asked. */

export interface Asked {
  /** Name of the command without its `Command`. */
  readonly name: string;
  readonly input: Readonly<Record<string, unknown>>;
}

interface Client {
  send(...args: never): unknown;
}

/** Lets a client answer from `answer`, synchronously or not; what it throws the client throws. */
export function answering<C extends Client>(client: C, answer: (asked: Asked) => unknown): C & { asked: Asked[] } {
  const asked: Asked[] = [];
  const send = async (command: { constructor: { name: string }; input: Asked['input'] }): Promise<unknown> => {
    const one = { name: command.constructor.name.replace(/Command$/, ''), input: command.input };
    asked.push(one);
    return answer(one);
  };
  return Object.assign(client, { send, asked });
}
