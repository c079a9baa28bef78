import { entityTag, refuse } from "@parley/runtime/http";
import type { CallContext, Caller, Fault } from "@parley/runtime/http";
import { createNotesHandler, type NotesHandlerOptions, type NotesImplementation } from "./notes/gen/index.js";

interface Kept {
  readonly text: string;
  readonly edition: number;
}

export interface NotesWorld {
  /** Sends one request as it is; bodies are JSON. */
  ask(method: string, path: string, given?: Asked): Promise<Answered>;
  readonly handler: (request: Request) => Promise<Response>;
  readonly notes: Map<string, Kept>;
  readonly faults: Fault[];
  /** How often the implementation was called. */
  readonly calls: string[];
}

export interface Asked {
  readonly token?: string | null;
  readonly key?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Of JSON. */
  readonly body: unknown;
}

/** A handler of notes. Tokens are `name` or `name:weak`, which lacks the scope; `instead` takes the place of what the implementation does. */
export function notesWorld(
  options: Partial<NotesHandlerOptions<Caller>> = {},
  instead: (name: string, context: CallContext<unknown>) => unknown = () => undefined,
): NotesWorld {
  const notes = new Map<string, Kept>([["a", { text: "first", edition: 1 }]]);
  const faults: Fault[] = [];
  const calls: string[] = [];
  const shown = (id: string, { text, edition }: Kept) => ({ id, text, etag: entityTag(edition) });
  const implementation: NotesImplementation<Caller> = {
    listNotes: () => ({ items: [...notes].map(([id, { text }]) => ({ id, text })), etag: entityTag(notes.size) }),
    addNote({ body }) {
      const id = `n${notes.size}`;
      notes.set(id, { text: body.text, edition: 1 });
      return { status: 201, headers: { location: `/v1/notes/${id}`, etag: entityTag(1) }, body: { id, text: body.text } };
    },
    getNote({ id }) {
      const known = notes.get(id);
      return known === undefined ? refuse("not-found") : shown(id, known);
    },
    replaceNote({ id, body }, { requireMatch }) {
      const known = notes.get(id);
      if (known === undefined) return refuse("not-found");
      requireMatch(entityTag(known.edition));
      const next = { text: body.text, edition: known.edition + 1 };
      notes.set(id, next);
      return shown(id, next);
    },
    deleteNote({ id }, { requireMatch }) {
      const known = notes.get(id);
      if (known === undefined) return refuse("not-found");
      requireMatch(entityTag(known.edition));
      notes.delete(id);
    },
    copyNote({ id }) {
      const known = notes.get(id);
      if (known === undefined) return refuse("not-found");
      notes.set(`c${notes.size}`, known);
      return shown(`c${notes.size - 1}`, known);
    },
  };
  const told = new Proxy(implementation, {
    get: (target, name: string) => async (call: unknown, context: CallContext<unknown>) => {
      calls.push(name);
      const run = Reflect.get(target, name) as (call: unknown, context: CallContext<unknown>) => unknown;
      return (await instead(name, context)) ?? run(call, context);
    },
  });
  const authenticate = ({ token }: { readonly token: string }): Caller | undefined => {
    const [name, scope] = token.split(":");
    return name === "nobody" ? undefined : { scopes: scope === "weak" ? [] : ["notes:write"] };
  };
  const handler = createNotesHandler(told, { authenticate, onFault: (fault) => faults.push(fault), ...options });

  async function ask(method: string, path: string, { token = "alice", key, headers = {}, body }: Asked = {}): Promise<Answered> {
    const all = {
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(key === undefined ? {} : { "idempotency-key": key }),
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...headers,
    };
    const content = body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) };
    const response = await handler(new Request(`https://notes.example/v1${path}`, { method, headers: all, ...content }));
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: text === "" ? undefined : JSON.parse(text) };
  }

  return { ask, handler, notes, faults, calls };
}
