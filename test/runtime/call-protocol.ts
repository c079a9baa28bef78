import type { Effect, Machine, Transition, WireMessage, WireProtocol } from "@parley/runtime";

/** States in which both sides may talk. */
const lively = "established offering answering";

/** A small calling protocol, made by hand, so that the runtime is judged without anything generated. */
export const callProtocol: WireProtocol = {
  name: "call",
  keys: { method: "method", kind: "kind", success: "success", id: "id", count: "seq", acknowledge: "ack", problem: "problemDetails" },
  uncounted: ["auth", "ping", "ack", "goaway", "refused"],
  messages: {
    ...request("auth", ["terminal"], { token: "string" }),
    ...request("ping", both(), {}),
    "ack.notification": message(both(), { ack: "number" }),
    "goaway.notification": message(both(), { action: "string", deadline: "number", cause: "object" }),
    "refused.notification": message(both(), { problemDetails: "object" }),
    ...request("available", ["terminal"], { seq: "number" }),
    ...request("msetup", both(), { seq: "number", session: "string", to: "string" }),
    "mprogress.notification": message(both(), { seq: "number", session: "string", state: "string" }),
    "mcandidate.notification": message(both(), { seq: "number", session: "string", candidate: "string" }),
    ...request("mcancel", both(), { seq: "number", session: "string" }, "cause"),
    ...request("mupdate", both(), { seq: "number", session: "string" }),
    ...request("mmessage", both(), { seq: "number", session: "string" }),
    ...request("mdisc", both(), { seq: "number", session: "string", cause: "object" }, "cause"),
  },
  machines: {
    terminalConnection: connection("terminal", [
      on("open", "send auth.request", "authenticating", { start: "request" }),
      where(on("authenticating", "receive auth.response", "ready", { stop: "request" }, { start: "heartbeat" }), true),
      where(on("authenticating", "receive auth.response", "open", { stop: "request" }), false),
      on("authenticating", "timer request", "closed", { raise: "connection.timeout" }),
      on("ready draining", "timer heartbeat", undefined, { send: "ping.request" }, { start: "request" }),
      on("ready draining", "receive ping.response", undefined, { stop: "request" }, { restart: "heartbeat" }),
      on("ready draining", "timer request", "closed", { raise: "connection.timeout" }),
      on("ready draining", "send ping.request", undefined, { restart: "request" }),
      on("ready", "send available.request"),
      on("ready draining", "receive available.response"),
    ]),
    functionConnection: connection("signallingFunction", [
      on("open", "event transport.opened", undefined, { start: "auth" }),
      on("open", "receive auth.request", "authenticating"),
      where(on("authenticating", "send auth.response", "ready", { stop: "auth" }, { start: "silence" }), true),
      where(on("authenticating", "send auth.response", "open"), false),
      on("open authenticating", "timer auth", "closed", {
        send: "goaway.notification",
        with: { action: "stop", deadline: 0, cause: { reason: "unauthenticated" } },
      }),
      on("ready draining leaving", "timer silence", "closed", { raise: "connection.timeout" }),
      on("ready draining leaving", "receive ping.request", undefined, { restart: "silence" }, { accept: "ping" }),
      on("open authenticating", "send refused.notification"),
      on("open authenticating", "send goaway.notification", "closed"),
      on("ready", "receive available.request"),
      on("ready draining leaving", "send available.response"),
    ]),
    sessionInitiator: session([
      on("idle", "send msetup.request", "settingUp", { start: "answer" }),
      on("settingUp", "receive mprogress.notification"),
      where(on("settingUp", "receive msetup.response", "established", { stop: "answer" }), true),
      where(on("settingUp", "receive msetup.response", "ended"), false),
      on("settingUp", "send mcancel.request", "cancelling", { stop: "answer" }, { start: "request" }),
      on(
        "settingUp",
        "timer answer",
        "cancelling",
        { send: "mcancel.request", with: { cause: { reason: "no-answer" } } },
        { start: "request" },
      ),
      on("settingUp cancelling cancelled", "receive mdisc.request", undefined, { refuse: "mdisc", problem: "not-established" }),
      where(on("cancelling", "receive mcancel.response", "cancelled"), true),
      where(on("cancelling", "receive mcancel.response"), false),
      where(on("cancelling", "receive msetup.response", "lostRace"), true),
      where(on("cancelling cancelled", "receive msetup.response", "ended"), false),
      on("cancelling cancelled", "timer request", "ended", { raise: "session.timeout" }),
      on("lostRace", "receive mcancel.response", "ending", { send: "mdisc.request" }, { restart: "request" }),
      on("lostRace", "timer request", "ending", { send: "mdisc.request" }, { start: "request" }),
    ]),
    sessionResponder: session([
      on("idle", "receive msetup.request", "invited"),
      on("invited", "send mprogress.notification"),
      where(on("invited", "send msetup.response", "established"), true),
      where(on("invited", "send msetup.response", "ended"), false),
      on("invited", "receive mcancel.request", "ended", { accept: "mcancel" }, { refuse: "msetup", problem: "cancelled" }),
      on("invited", "receive mdisc.request", undefined, { refuse: "mdisc", problem: "not-established" }),
      on("established offering answering ending", "receive mcancel.request", undefined, { refuse: "mcancel", problem: "already-answered" }),
      on("invited", "send mcandidate.notification"),
      on("invited", "receive mcandidate.notification"),
    ]),
  },
  timers: {
    auth: 10_000,
    request: 10_000,
    answer: { default: 90_000, granted: "/timers/answer", owner: "signallingFunction", margin: 10_000 },
    update: 30_000,
    heartbeat: { default: 25_000, granted: "/timers/heartbeat" },
    silence: 60_000,
    drain: { default: 60_000, from: "/deadline" },
  },
  limits: {
    messageBytes: 262_144,
    messageBytesBeforeAuth: 16_384,
    depth: 16,
    window: 256,
    windowBytes: 1_048_576,
    acknowledgeAfter: 16,
    authAttempts: 3,
    refusedPerMinute: 8,
  },
  problems: Object.fromEntries(
    [
      "malformed unreadable unauthenticated too-large internal draining unknown-method duplicate-id illegal-state unknown-session",
      "session-exists session-ended not-established already-answered cancelled busy glare timeout unsupported-extension",
    ]
      .flatMap((names) => names.split(" "))
      .map((name) => [name, { type: `https://problems.example/${name}`, title: name, status: 400, retry: "never" }]),
  ),
};

function both(): readonly string[] {
  return ["terminal", "signallingFunction"];
}

function message(sentBy: readonly string[], fields: { readonly [name: string]: string }, argument?: string): WireMessage {
  const wrong = (value: unknown) =>
    Object.entries(fields).filter(([name, type]) => typeof (value as { readonly [key: string]: unknown })[name] !== type);
  return {
    sentBy,
    is: (value) => wrong(value).length === 0,
    explain: (value) =>
      wrong(value).map(([name, type]) => ({ pointer: `/${name}`, keyword: "type", expected: type, found: "nothing", at: "test" })),
    ...(argument === undefined ? {} : { argument }),
  };
}

/** The three messages of a method; who sends the request gets the response. */
function request(method: string, sentBy: readonly string[], fields: { readonly [name: string]: string }, argument?: string) {
  const answeredBy = sentBy.length > 1 ? sentBy : both().filter((role) => !sentBy.includes(role));
  const kept = Object.fromEntries(Object.entries(fields).filter(([name]) => name === "seq" || name === "session"));
  return {
    [`${method}.request`]: message(sentBy, fields, argument),
    [`${method}.success`]: message(answeredBy, method === "msetup" ? { ...kept, answer: "string" } : kept),
    [`${method}.failure`]: message(answeredBy, { problemDetails: "object" }),
  };
}

/** `on("ready draining", "receive ping.request", "ready", { start: "silence" })`. */
function on(from: string, trigger: string, to?: string, ...effects: readonly Effect[]): Transition {
  const [kind = "", name = ""] = trigger.split(" ");
  const common = { from: from.split(" "), ...(to === undefined ? {} : { to }), effects };
  if (kind === "send" || kind === "receive") return { ...common, on: kind, message: name };
  return { ...common, on: kind as "timer", name };
}

function where(transition: Transition, success: boolean): Transition {
  return "message" in transition ? { ...transition, where: [{ pointer: "/success", const: success }] } : transition;
}

function offering(transition: Transition, exists: boolean): Transition {
  return "message" in transition ? { ...transition, where: [{ pointer: "/description", exists }] } : transition;
}

function connection(role: string, transitions: readonly Transition[]): Machine {
  return {
    roles: [role],
    initial: "open",
    final: ["closed"],
    illegal: { request: "refuse", response: "ignore", notification: "ignore" },
    transitions: [
      ...transitions,
      on("ready draining leaving", "receive ping.request", undefined, { accept: "ping" }),
      on("ready draining leaving", "send ack.notification"),
      on("ready draining leaving", "receive ack.notification"),
      on("leaving", "receive msetup.request", undefined, { refuse: "msetup", problem: "draining" }),
      on("open authenticating", "receive goaway.notification", "closed"),
      on("ready draining", "receive goaway.notification", "draining", { start: "drain" }),
      on("leaving", "receive goaway.notification"),
      on("ready draining", "send goaway.notification", "leaving", { restart: "drain" }),
      on("draining leaving", "timer drain", "closed"),
      on("ready draining leaving", "send refused.notification"),
      on("authenticating ready draining leaving", "receive refused.notification"),
      on("open authenticating ready draining leaving", "decide close", "closed"),
      on("open authenticating ready draining leaving", "ended transport", "closed"),
    ],
  };
}

function session(transitions: readonly Transition[]): Machine {
  return {
    roles: both(),
    initial: "idle",
    final: ["ended"],
    instance: ["session"],
    within: "connection",
    outstanding: { mupdate: 1 },
    linger: 32_000,
    illegal: { request: "refuse", response: "ignore", notification: "ignore" },
    transitions: [
      ...transitions,
      on(`settingUp ${lively}`, "send mcandidate.notification"),
      on(`settingUp cancelling cancelled lostRace ${lively} ending`, "receive mcandidate.notification"),
      ...["send", "receive"].flatMap((way) => [on("established", `${way} mmessage.request`), on("established", `${way} mmessage.response`)]),
      offering(on("established", "send mupdate.request", "offering", { start: "update" }), true),
      offering(on("established answering", "send mupdate.request", undefined, { start: "update" }), false),
      on("offering", "receive mupdate.response", "established", { stop: "update" }),
      on("established answering", "receive mupdate.response", undefined, { stop: "update" }),
      offering(on("established", "receive mupdate.request", "answering"), true),
      offering(on("established offering", "receive mupdate.request"), false),
      offering(on("offering", "receive mupdate.request", undefined, { refuse: "mupdate", problem: "glare" }), true),
      on("answering", "send mupdate.response", "established"),
      on("established offering", "send mupdate.response"),
      on(
        lively,
        "timer update",
        "ending",
        { refuse: "mupdate", problem: "session-ended" },
        { send: "mdisc.request", with: { cause: { reason: "timeout" } } },
        { start: "request" },
      ),
      on(
        lively,
        "send mdisc.request",
        "ending",
        { refuse: "mupdate", problem: "session-ended" },
        { stop: "update" },
        { start: "request" },
      ),
      on(lively, "receive mdisc.request", "ended", { refuse: "mupdate", problem: "session-ended" }, { accept: "mdisc" }),
      on("ending", "receive mupdate.request", undefined, { refuse: "mupdate", problem: "session-ended" }),
      on("ending", "receive mupdate.response"),
      on("ending", "receive mdisc.request", undefined, { accept: "mdisc" }),
      on("ending", "receive mdisc.response", "ended"),
      on("ending", "timer request", "ended"),
      on(`idle settingUp cancelling cancelled lostRace invited ${lively} ending`, "ended connection", "ended", {
        raise: "session.connection-lost",
      }),
    ],
  };
}
