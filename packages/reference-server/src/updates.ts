import { IllegalStateError, ProtocolError, refuse } from "@parley/runtime";
import type { IncomingCall, Refusal } from "@parley/runtime";
import type { MconfirmProblem, MconfirmRequest, MupdateAnswer, MupdateProblem, MupdateRequest } from "@parley/signalling";
import type { Call, Leg, Place, Side } from "./call.js";
import { otherSide, ownSide } from "./call.js";
import { noteAnswer } from "./conference-media.js";
import { descriptionProblem } from "./description-check.js";
import type { FunctionState } from "./function-state.js";
import { gathered } from "./gathering.js";
import { refusalFrom } from "./passed-on.js";
import type { TerminalConnection } from "./terminal.js";
import { takesNone } from "./trickle.js";

type Answer = MupdateAnswer | Refusal<MupdateProblem>;

/** Where an update goes, and under which leg it is named there. */
interface Target {
  readonly call: Call;
  readonly own: Side;
  readonly other: Side;
  readonly leg: Leg;
  /** How the leg is named to the other side, in a setup. */
  readonly name?: string;
  readonly from: Place["from"];
}

/**
 * Asks the other side for the same change, and gives its answer. One offer at a time goes through a session: on each hop the initiator's wins,
 * and where the one that this function has passed on loses there, its failure goes back first, and then the winner's goes on.
 */
export async function relayUpdate(state: FunctionState, request: MupdateRequest, from: TerminalConnection, incoming: IncomingCall): Promise<Answer> {
  const target = targetOf(state.calls.find(from, request.session), request.leg);
  if (typeof target === "string") return refuse(target);
  const { call, other } = target;
  // A sign of life is answered by the hop, as long as there is another side.
  if (isRefresh(request)) return call.called === undefined ? refuse("not-established") : {};
  const allowed = call.updates.spend();
  if (!allowed.granted) return refuse("rate-limited", { retryAfter: allowed.retryAfter });
  const { description } = request;
  const problem = description === undefined ? undefined : descriptionProblem(description, state.limits.mediaSections);
  if (problem !== undefined) return refuse(problem);
  if (description === undefined) return ask(state, request, target, incoming);
  if (description.media.length > (other.connection.context.limits.mediaSections ?? Infinity)) return refuse("too-large");

  // This side is the initiator of its hop, and so the offer that waits for its answer there is the one that loses.
  const { from: side, leg } = target;
  const further = side === "caller" ? "called" : "caller";
  if (leg.offered[side] !== undefined && side === "called") return refuse("glare", { retryAfter: glareRetry(state, side) });
  if (leg.offered[side] !== undefined) await leg.offered[side];
  if (incoming.signal.aborted) return refuse("session-ended");
  if (leg.offered[further] !== undefined) return refuse("glare", { retryAfter: glareRetry(state, side) });
  let finish: () => void = () => undefined;
  leg.offered[further] = new Promise((done) => (finish = done));
  const answer = await ask(state, request, target, incoming);
  try {
    incoming.answer(answer);
  } catch {
    // The session is over, and has answered it.
  }
  delete leg.offered[further];
  finish();
  return answer;
}

/** The answer to an offer that came from the called side goes to the leg that has made it. */
export async function relayConfirm(state: FunctionState, request: MconfirmRequest, from: TerminalConnection, { signal }: IncomingCall) {
  const target = targetOf(state.calls.find(from, request.session), request.leg);
  if (typeof target === "string") return refuse(target);
  const problem = descriptionProblem(request.description, state.limits.mediaSections);
  if (problem !== undefined) return refuse(problem);
  const { own, other } = target;
  try {
    const description = takesNone(other.connection) ? await gathered(request.description, own.candidates, state.clock) : request.description;
    await other.connection.mconfirm({ session: other.session, description, ...extensionsOf(request) }, { signal });
    noteAnswer(state, target.call, target.from, description.media);
    return request.leg === undefined ? {} : { leg: request.leg };
  } catch (error) {
    return refusalFrom(error, confirmProblems, "timeout");
  }
}

/** A side that takes no candidates gets its descriptions complete; for any other the change is on its way before this returns. */
async function ask(state: FunctionState, request: MupdateRequest, { call, own, other, name, from }: Target, { signal }: IncomingCall): Promise<Answer> {
  const { media } = request;
  const named = request.leg === undefined ? {} : { leg: request.leg };
  try {
    const isComplete = request.description === undefined || !takesNone(other.connection);
    const description = isComplete ? request.description : await gathered(request.description, own.candidates, state.clock);
    const change = {
      session: other.session, ...(name === undefined ? {} : { leg: name }), ...(description === undefined ? {} : { description }),
      ...(media === undefined ? {} : { media }), ...extensionsOf(request),
    };
    const { description: answer } = await other.connection.mupdate(change, { signal });
    if (answer === undefined) return named;
    if (call.called !== undefined) noteAnswer(state, call, from === "caller" ? "called" : "caller", answer.media);
    return { ...named, description: takesNone(own.connection) ? await gathered(answer, other.candidates, state.clock) : answer };
  } catch (error) {
    // An offer of the other side has come in while this one was held, or one of another leg is on its way there.
    const isCrossed = error instanceof IllegalStateError && request.description !== undefined;
    if (isCrossed) return refuse("glare", { retryAfter: glareRetry(state, from) });
    return refusalFrom(error, updateProblems, error instanceof ProtocolError ? "internal" : "timeout");
  }
}

function isRefresh({ description, media, extension, requiredExtension }: MupdateRequest): boolean {
  return description === undefined && media === undefined && extension === undefined && requiredExtension === undefined;
}

function targetOf(place: Place | undefined, leg: string | undefined): Target | "session-ended" | "no-such-leg" {
  if (place === undefined) return "session-ended";
  const { call, from } = place;
  const own = ownSide(place);
  const other = otherSide(place);
  if (call.called !== undefined) return other === undefined ? "session-ended" : { call, own, other, leg: call.called, from };
  if (place.from === "called") return { call, own, other: call.caller, leg: place.leg, name: place.leg.name, from };
  const named = call.fork?.legNamed(leg);
  return named === undefined ? "no-such-leg" : { call, own, other: named, leg: named, from };
}

function extensionsOf({ requiredExtension, extension, trace }: MupdateRequest | MconfirmRequest) {
  return {
    ...(requiredExtension === undefined ? {} : { requiredExtension }), ...(extension === undefined ? {} : { extension }), ...(trace === undefined ? {} : { trace }),
  };
}

/** When a lost offer may be tried again, in seconds, at random (RFC 3261, 14.1). */
function glareRetry({ random }: FunctionState, loser: Place["from"]): number {
  const [least, most] = loser === "caller" ? [2.1, 4] : [0, 2];
  return Math.round((least + random() * (most - least)) * 100) / 100;
}

const updateProblems: readonly MupdateProblem[] = [
  "glare", "declined", "media-incompatible", "insecure-media", "description-mismatch", "session-ended", "not-established",
  "timeout", "bad-response", "too-large", "unsupported-extension",
];

const confirmProblems: readonly MconfirmProblem[] = [
  "media-incompatible", "insecure-media", "description-mismatch", "illegal-state", "session-ended", "timeout", "bad-response", "too-large",
  "unsupported-extension",
];
