import type { Clock } from "./clock.js";
import { Listeners } from "./listeners.js";
import type { Unsubscribe } from "./listeners.js";
import type { Answer } from "./peer-handlers.js";
import { Responder } from "./responder.js";

/** How many messages of one method wait for their first listener. */
const kept = 256;

/** What one connection or one session may receive, by method; kept until the program has set a handler. */
export class Mailbox {
  readonly #fault: (error: unknown) => void;
  readonly #clock: Clock;
  readonly #listeners = new Map<string, Listeners<object>>();
  readonly #responders = new Map<string, Responder>();

  /** @param fault is told what a listener throws: one listener's fault is not another's. */
  constructor(fault: (error: unknown) => void, clock: Clock) {
    this.#fault = fault;
    this.#clock = clock;
  }

  /** Hears every message of the method; those that came before the first listener come first. */
  on<Message extends object>(method: string, listener: (message: Message) => unknown): Unsubscribe {
    return this.#listenersOf(method).add((message) => void this.#call(listener, message as Message));
  }

  /** Answers every request of the method; those that came before the handler waited for it. */
  answer<Request extends object>(method: string, handler: (request: Request) => Answer | Promise<Answer>): Unsubscribe {
    return this.#responderOf(method).handle((request) => handler(request as Request));
  }

  deliver(method: string, message: object): void {
    this.#listenersOf(method).emit(message);
  }

  /** The answer to a request; rejects when the signal ends the wait for a handler, and when none comes. */
  respond(method: string, request: object, signal: AbortSignal): Promise<Answer> {
    return this.#responderOf(method).respond(request, signal);
  }

  async #call<Message>(listener: (message: Message) => unknown, message: Message): Promise<void> {
    try {
      await listener(message);
    } catch (error) {
      this.#fault(error);
    }
  }

  #listenersOf(method: string): Listeners<object> {
    const found = this.#listeners.get(method) ?? new Listeners<object>(kept);
    this.#listeners.set(method, found);
    return found;
  }

  #responderOf(method: string): Responder {
    const found = this.#responders.get(method) ?? new Responder(method, this.#clock);
    this.#responders.set(method, found);
    return found;
  }
}
