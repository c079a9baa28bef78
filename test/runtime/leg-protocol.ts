import type { Effect, Guard, Machine, Transition, WireProtocol } from "@parley/runtime";
import { callProtocol } from "./call-protocol.js";

const given = (exists: boolean): Guard => ({ pointer: "/description", exists });
const success = (value: boolean): Guard => ({ pointer: "/success", const: value });

/** The calling protocol with offer and answer in machines of their own, one for each leg, and with setups that may be in glare. */
export const legProtocol: WireProtocol = {
  ...callProtocol,
  machines: {
    ...callProtocol.machines,
    sessionInitiator: session("initiatorTalk", { remember: { called: "/to", tie: "/tie" } }, [
      on("idle", "send msetup.request", "settingUp", { start: "answer" }),
      on("settingUp", "receive mprogress.notification"),
      where(on("settingUp", "receive msetup.response", "established", { stop: "answer" }, { start: "life" }, { start: "refresh" }), success(true)),
      where(on("settingUp", "receive msetup.response", "ended"), success(false)),
      on("settingUp", "send mcancel.request", "cancelling", { stop: "answer" }),
      on("cancelling", "receive mcancel.response"),
      where(on("cancelling", "receive msetup.response", "ended"), success(false)),
      on("established", "timer refresh", undefined, { send: "mupdate.request" }, { start: "update" }),
    ]),
    sessionResponder: session(
      "responderTalk",
      {
        glare: {
          against: "sessionInitiator",
          in: ["settingUp"],
          same: [{ pointer: "/from", remembered: "called" }],
          lower: { pointer: "/tie", remembered: "tie" },
          problem: "glare",
        },
      },
      [
        on("idle", "receive msetup.request", "settingUp"),
        on("settingUp", "send mprogress.notification"),
        where(on("settingUp", "send msetup.response", "established", { start: "life" }), success(true)),
        where(on("settingUp", "send msetup.response", "ended"), success(false)),
        on("settingUp", "receive mcancel.request", "ended", { accept: "mcancel" }, { refuse: "msetup", problem: "cancelled" }),
      ],
    ),
    initiatorTalk: talk([
      where(on("none", "send msetup.request", "offered"), given(true)),
      where(on("offered", "receive mprogress.notification", "stable"), given(true)),
      where(on("offered", "receive msetup.response", "stable"), success(true), given(true)),
      where(on("stable", "receive msetup.response"), success(true), given(false)),
    ]),
    responderTalk: talk([
      where(on("none", "receive msetup.request", "offered"), given(true)),
      where(on("offered", "send mprogress.notification", "stable"), given(true)),
      where(on("offered", "send msetup.response", "stable"), success(true), given(true)),
      where(on("stable", "send msetup.response"), success(true), given(false)),
    ]),
  },
  timers: {
    ...callProtocol.timers,
    life: { from: "/expires" },
    refresh: { from: "/expires", share: 0.5 },
  },
  limits: { ...callProtocol.limits, legs: 3 },
};

function session(child: string, more: Partial<Machine>, transitions: readonly Transition[]): Machine {
  return {
    roles: ["terminal", "signallingFunction"],
    initial: "idle",
    final: ["ended"],
    instance: ["session"],
    within: "connection",
    contains: { [child]: "leg" },
    outstanding: { mupdate: 1 },
    linger: 32_000,
    illegal: { request: "refuse", response: "ignore", notification: "ignore" },
    ...more,
    transitions: [
      ...transitions,
      on("settingUp established", "send mupdate.request", undefined, { start: "update" }),
      where(on("settingUp established", "receive mupdate.response", undefined, { stop: "update" }, { restart: "life" }, { restart: "refresh" }), success(true)),
      where(on("settingUp established", "receive mupdate.response", undefined, { stop: "update" }), success(false)),
      on("settingUp established", "receive mupdate.request"),
      on("settingUp established", "send mupdate.response", undefined, { restart: "life" }),
      on("established", "timer update"),
      on("settingUp established", "receive mcandidate.notification"),
      on("established", "timer life", "ending", { send: "mdisc.request", with: { cause: { reason: "expired" } } }, { start: "request" }),
      on("established", "send mdisc.request", "ending", { stop: "life" }, { start: "request" }),
      on("established", "receive mdisc.request", "ended", { accept: "mdisc" }),
      on("ending", "receive mdisc.response", "ended"),
      on("ending", "timer request", "ended"),
      on("idle settingUp cancelling established ending", "ended connection", "ended"),
    ],
  };
}

function talk(transitions: readonly Transition[]): Machine {
  return {
    roles: ["terminal", "signallingFunction"],
    initial: "none",
    final: [],
    illegal: { request: "refuse", response: "ignore", notification: "ignore" },
    transitions: [
      ...transitions,
      where(on("stable", "send mupdate.request", "offering"), given(true)),
      on("offering stable", "receive mupdate.response", "stable"),
      where(on("stable", "receive mupdate.request", "answering"), given(true)),
      where(on("offering", "receive mupdate.request", undefined, { refuse: "mupdate", problem: "glare" }), given(true)),
      on("answering stable", "send mupdate.response", "stable"),
    ],
  };
}

function where(transition: Transition, ...guards: readonly Guard[]): Transition {
  return "message" in transition ? { ...transition, where: guards } : transition;
}

/** `on("ready draining", "receive ping.request", "ready", { start: "silence" })`. */
function on(from: string, trigger: string, to?: string, ...effects: readonly Effect[]): Transition {
  const [kind = "", name = ""] = trigger.split(" ");
  const common = { from: from.split(" "), ...(to === undefined ? {} : { to }), effects };
  if (kind === "send" || kind === "receive") return { ...common, on: kind, message: name };
  return { ...common, on: kind as "timer", name };
}
