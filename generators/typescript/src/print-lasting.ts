import { code, concat, documented, jsDoc } from "@parley/compiler";
import type { Call } from "./call.js";
import { grantedType, runtimeType } from "./call-types.js";
import type { InterfacePlan } from "./plan-interface.js";
import type { Member } from "./print-member.js";

/** What a client has whose connection is brought back when it is lost. */
export function lastingMembers(of: InterfacePlan, opening: Call): readonly Member[] {
  const state = runtimeType("ConnectionState");
  const unsubscribe = runtimeType("Unsubscribe");
  const granted = grantedType(of, opening);
  return [
    {
      name: "state",
      declaration: documented(
        jsDoc(
          "How the connection stands. While it is lost or being resumed, sessions go on, and what may be sent waits; what only a connection can answer fails.",
        ),
        concat("readonly state: ", state, ";"),
      ),
      implementation: code`
        get state() {
          return endpoint.connectionState;
        },
      `,
    },
    {
      name: "onState",
      declaration: documented(jsDoc("Called at every change of `state`."), code`onState(handler: (state: ${state}) => void): ${unsubscribe};`),
      implementation: concat("onState: (handler) => endpoint.onState(handler),"),
    },
    {
      name: "granted",
      declaration: documented(jsDoc(`The last response to \`${opening.method}\`.`), concat("readonly granted: ", granted, ";")),
      implementation: code`
        get granted() {
          return endpoint.granted as ${granted};
        },
      `,
    },
    {
      name: "onReconnected",
      declaration: documented(
        jsDoc(
          "Called when a new epoch has been opened in place of the one before. The sessions of that have ended, or end on their own connection; what was said on it of this end, such as where it is available, has to be said again.",
        ),
        code`onReconnected(handler: (granted: ${granted}) => void): ${unsubscribe};`,
      ),
      implementation: concat("onReconnected: (handler) => endpoint.onReconnected(handler),"),
    },
    {
      name: "roundTrip",
      declaration: documented(jsDoc("How long the last sign of life took, in milliseconds; undefined before there was one."), concat("readonly roundTrip: number | undefined;")),
      implementation: code`
        get roundTrip() {
          return endpoint.roundTrip;
        },
      `,
    },
  ];
}
