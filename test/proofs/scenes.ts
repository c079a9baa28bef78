import { resourceHolderMachine, resourceKeeperMachine } from "@parley/media-resource";
import { machines } from "@parley/signalling";
import type { Answer, Decision, Scene, Side } from "./hop.js";

const offer = { description: { type: "offer" } };
const answer = { description: { type: "answer" } };
const provisional = { description: { type: "provisional" } };
const failure = { success: false };

const by = (side: Side, name: string, body: Decision["body"], budget?: string): Decision => ({ by: side, name, body, ...(budget === undefined ? {} : { budget }) });
const byEither = (name: string, body: Decision["body"], budget?: string): readonly Decision[] =>
  (["initiator", "responder"] as const).map((side) => by(side, name, body, budget === undefined ? undefined : `${budget} by ${side}`));
const progress = (body: Decision["body"]): Decision => by("responder", "mprogress.notification", body, "progress");

const decisions: readonly Decision[] = [
  by("initiator", "msetup.request", offer),
  by("initiator", "msetup.request", {}),
  by("initiator", "mcancel.request", {}),
  by("initiator", "mconfirm.request", answer),
  progress({ state: "ringing" }),
  progress({ state: "early-media", ...provisional }),
  progress({ state: "early-media", ...answer }),
  progress({ state: "early-media", ...offer }),
  ...byEither("mupdate.request", offer, "offer"),
  ...byEither("mupdate.request", {}, "refresh"),
  ...byEither("mmessage.request", {}, "message"),
  ...byEither("mtransfer.request", {}, "transfer"),
  ...byEither("mtransferStatus.notification", {}, "status"),
  ...byEither("mcandidate.notification", {}, "candidate"),
  ...byEither("mprogress.notification", { state: "away" }, "away"),
  ...byEither("mqos.request", {}, "quality"),
  ...byEither("mqosStatus.notification", {}, "outcome"),
  ...byEither("mrate.notification", {}, "rate"),
  ...byEither("mqoe.notification", {}, "experience"),
  ...byEither("mdisc.request", {}),
];

const legs = ["a", "b"];
const withLegs: readonly Decision[] = legs.flatMap((leg) => [
  progress({ state: "ringing", leg }),
  progress({ state: "early-media", ...provisional, leg }),
  progress({ state: "early-media", ...answer, leg }),
  progress({ state: "early-media", ...offer, leg }),
  by("initiator", "mconfirm.request", { ...answer, leg }),
  ...byEither("mupdate.request", { ...offer, leg }, "offer"),
]);

const hasOffer = (request: Answer["body"]) => "description" in request;
const eitherAnswers = (method: string, body: Answer["body"], to?: Answer["to"]): readonly Answer[] =>
  (["initiator", "responder"] as const).map((side) => ({ by: side, method, body, ...(to === undefined ? {} : { to }) }));
const responderAnswers = (method: string, body: Answer["body"]): Answer => ({ by: "responder", method, body });

const answers: readonly Answer[] = [
  responderAnswers("msetup", { success: true, ...answer }),
  responderAnswers("msetup", { success: true, ...offer }),
  responderAnswers("msetup", { success: true }),
  responderAnswers("msetup", failure),
  responderAnswers("mconfirm", { success: true }),
  responderAnswers("mconfirm", failure),
  ...eitherAnswers("mupdate", { success: true, ...answer }, hasOffer),
  ...eitherAnswers("mupdate", { success: true }, (request) => !hasOffer(request)),
  ...eitherAnswers("mupdate", failure),
  ...eitherAnswers("mmessage", { success: true }),
  ...eitherAnswers("mmessage", failure),
  ...eitherAnswers("mtransfer", { success: true }),
  ...eitherAnswers("mtransfer", failure),
  ...eitherAnswers("mqos", { success: true }),
  ...eitherAnswers("mqos", failure),
];
const legAnswers: readonly Answer[] = legs.flatMap((leg) => [
  responderAnswers("msetup", { success: true, ...answer, leg }),
  responderAnswers("msetup", { success: true, ...offer, leg }),
  responderAnswers("msetup", { success: true, leg }),
]);

/** One hop between a terminal and the signalling function. */
const hop: Scene = {
  table: { machines, keys: { success: "success" } },
  machines: { initiator: "sessionInitiator", responder: "sessionResponder" },
  decisions,
  answers,
  budgets: {},
  room: 2,
  // Half as long again as the window in which an epoch is resumed: whoever is heard of at all has been heard of by then.
  patient: ["closing"],
  mayEnd: true,
};

/** A media resource: at the signalling function, which has asked for it, and at the media function. It outlives connections. */
const resource: Scene = {
  table: { machines: { resourceHolder: resourceHolderMachine, resourceKeeper: resourceKeeperMachine }, keys: { success: "success" } },
  machines: { initiator: "resourceHolder", responder: "resourceKeeper" },
  decisions: [
    by("initiator", "rallocate.request", {}, "allocate"),
    by("initiator", "rmodify.request", {}, "change"),
    by("initiator", "rroute.request", {}, "change"),
    by("initiator", "rmix.request", {}, "change"),
    by("initiator", "rrelease.request", {}),
    by("responder", "revent.notification", { state: "flowing" }, "event"),
    by("responder", "revent.notification", { state: "ended" }),
    ...byEither("rcandidate.notification", {}, "candidate"),
  ],
  answers: ["rallocate", "rmodify", "rroute", "rmix"].flatMap((method) => [responderAnswers(method, { success: true }), responderAnswers(method, failure)]),
  budgets: { allocate: 1, change: 2, event: 1, "candidate by initiator": 1, "candidate by responder": 1 },
  room: 2,
  patient: [],
  lease: "lease",
  mayEnd: false,
};

/** What two programs may do to each other; how often, where the machines themselves do not bound it. */
export const scenes: Readonly<Record<string, Scene>> = {
  "two offers from each side": { ...hop, budgets: { "offer by initiator": 2, "offer by responder": 2 } },
  "progress, early media and an early offer from each side": { ...hop, budgets: { progress: 2, "offer by initiator": 1, "offer by responder": 1 } },
  "refreshes and offers": { ...hop, budgets: { "refresh by initiator": 1, "refresh by responder": 1, "offer by initiator": 1, "offer by responder": 1 } },
  candidates: { ...hop, budgets: { "candidate by initiator": 1, "candidate by responder": 1, progress: 1 } },
  "messages and transfer": { ...hop, budgets: { "message by initiator": 1, "transfer by responder": 1, "status by initiator": 1 } },
  "quality, and a side that is away": { ...hop, budgets: { "quality by initiator": 1, "outcome by responder": 1, "away by responder": 1 } },
  "rates and reports": { ...hop, budgets: { "rate by responder": 1, "experience by initiator": 1 } },
  "a media resource": resource,
  "two legs of a forked setup": {
    ...hop,
    decisions: [...decisions.filter(({ name, body }) => name !== "mprogress.notification" && !(name === "mconfirm.request" && !("leg" in body))), ...withLegs],
    answers: [...answers, ...legAnswers],
    budgets: { progress: 2 },
  },
};
