import { IllegalStateError, refuse } from "@parley/runtime";
import type { Description, IncomingSession, IncomingSetup, MupdateRequest, OutgoingSession, OutgoingSetup } from "@parley/signalling";
import type { Device } from "./device.js";
import { answer, candidate, numberOf, offer } from "./media.js";

type Setup = OutgoingSetup | IncomingSetup;
type Session = OutgoingSession | IncomingSession;
type UpdateAnswer = { readonly description?: ReturnType<typeof answer> } | ReturnType<typeof refuse<"declined">>;

/** What one terminal knows of one call: the program of its user, as small as it can be. */
export class CallSide {
  /** The end-to-end name; the same at the other side. */
  readonly name: string;
  readonly isCaller: boolean;
  readonly device: Device;
  readonly setup: Setup;
  session: Session | undefined;
  /** Why it is over. */
  ended: string | undefined;
  /** The offer and answer in force, by their names: both sides must believe the same. */
  agreed = "";
  /** Numbers of the candidates that this side has sent, and that have come. */
  readonly sent: number[] = [];
  readonly came: number[] = [];
  /** Updates of the other side that its user has not decided. */
  readonly undecided: { readonly message: MupdateRequest; readonly decide: (answer: UpdateAnswer) => void }[] = [];
  hasRung = false;
  /** Updates of this side that wait for their response. */
  updating = 0;
  #isConfirming = false;

  constructor(device: Device, name: string, setup: Setup, isCaller: boolean) {
    this.device = device;
    this.name = name;
    this.setup = setup;
    this.isCaller = isCaller;
    setup.onEnded(({ reason }) => {
      if (this.ended !== undefined) device.world.fail("once", `${device.name} ${name}: ended by ${this.ended}, and again by ${reason}`);
      this.ended = reason;
    });
    setup.onCandidate(({ candidates }) => this.#candidatesCame(candidates.map((each) => numberOf(each.candidate))));
  }

  get state(): string {
    return this.session?.state ?? this.setup.state;
  }

  /** The session is up, as this side sees it. */
  get isUp(): boolean {
    return this.session !== undefined && this.ended === undefined && this.state !== "ending";
  }

  /** Its user has something to decide. */
  get isAsked(): boolean {
    return this.ended === undefined && (this.undecided.length > 0 || this.setup.state === "invited" || this.isAskedToConfirm);
  }

  /** The called side has made the offer; the answer is this side's. */
  get isAskedToConfirm(): boolean {
    return this.isCaller && this.session !== undefined && this.state === "confirming" && !this.#isConfirming;
  }

  /** The answer was given, or taken: `description` is that of the final response. */
  established(session: Session, description: Description | undefined): void {
    this.session = session;
    const { setup } = this;
    if (description?.type === "answer") this.agreed = `${"request" in setup ? setup.description?.ufrag : `${this.name}/o`} ${description.ufrag}`;
    if (description?.type === "offer") this.agreed = description.ufrag;
    session.onUpdate((message) => this.#updateCame(message));
    if ("onConfirm" in session) {
      session.onConfirm(({ description: confirmed }) => {
        this.agreed = `${this.agreed} ${confirmed.ufrag}`;
        return {};
      });
    }
  }

  confirm(): void {
    const { session, device, name, agreed } = this;
    if (session === undefined || !("confirm" in session)) return;
    const ufrag = `${name}/${device.name}`;
    this.#isConfirming = true;
    device.world.expect(`${device.name} confirm ${name}`, session.confirm({ description: answer(ufrag) }).then(() => (this.agreed = `${agreed} ${ufrag}`)));
  }

  candidate(): void {
    const number = this.device.number();
    const ufrag = `${this.name}/${this.device.name}`;
    try {
      (this.session ?? this.setup).candidate({ ufrag, candidates: [candidate(number)] });
      this.sent.push(number);
    } catch (error) {
      if (!(error instanceof IllegalStateError)) throw error;
    }
  }

  /** Offers a new description, or, without one, asks whether the other side is still there. */
  update(kind: "offer" | "refresh"): void {
    const { session, device } = this;
    if (session === undefined) return;
    const ufrag = `${device.name}/${device.number()}`;
    const change = session.update(kind === "offer" ? { description: offer(ufrag) } : {});
    this.updating += 1;
    const done = change.then(({ description }) => {
      if (kind === "offer") this.agreed = `${ufrag} ${description?.ufrag}`;
    });
    device.world.expect(`${device.name} ${kind} ${this.name}`, done.finally(() => (this.updating -= 1)));
  }

  decideUpdate(accepts: boolean): void {
    const next = this.undecided.shift();
    if (next === undefined) return;
    const { message, decide } = next;
    if (!accepts) return decide(refuse("declined"));
    if (message.description === undefined) return decide({});
    const ufrag = `${this.device.name}/${this.device.number()}`;
    this.agreed = `${message.description.ufrag} ${ufrag}`;
    decide({ description: answer(ufrag) });
  }

  #updateCame(message: MupdateRequest): Promise<UpdateAnswer> {
    return new Promise((decide) => this.undecided.push({ message, decide }));
  }

  #candidatesCame(numbers: readonly number[]): void {
    for (const number of numbers) {
      const last = this.came.at(-1) ?? -1;
      if (number <= last) this.device.world.fail("once", `${this.device.name} ${this.name}: candidate ${number} came after ${last}`);
      this.came.push(number);
    }
  }
}
