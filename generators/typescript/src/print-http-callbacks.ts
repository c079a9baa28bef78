import { access, blocks, type Code, code, type CodeModule, type CodeSymbol, concat, documented, jsDoc, memberName, objectLiteral, parameters, property, stringLiteral } from "@parley/compiler";
import { printDescription } from "./http-description.js";
import { httpFiles, type HttpPlan } from "./http-plan.js";
import type { HttpCall } from "./http-call.js";
import { httpType, httpValue } from "./http-symbols.js";
import { resultOf } from "./print-http-client.js";
import { printResult, takenType } from "./print-http-server.js";

/** Prints `callbacks.ts`: what the accepting side starts, for who sends it and for who takes it; nothing where there is none. */
export function printHttpCallbacks(http: HttpPlan): CodeModule {
  const { prefix, callbacks } = http;
  if (callbacks.length === 0) return { path: httpFiles.callbacks, body: concat(), exports: [] };
  const { title } = http.plan.protocol;
  const isSigned = callbacks.some(({ rules }) => rules.signed !== undefined);
  const symbol = (name: string, kind: CodeSymbol["kind"]): CodeSymbol => ({ name, from: httpFiles.callbacks, kind });
  const notifier = symbol(`${prefix}Notifier`, "type");
  const listener = symbol(`${prefix}Listener`, "type");
  const listeners = symbol(`${prefix}Listeners`, "type");
  const create = symbol(`create${prefix}Notifier`, "value");
  const listen = symbol(`create${prefix}Listeners`, "value");
  const body = blocks(
    callbacks.map(printResult),
    documented(
      jsDoc(`Sends the callbacks and webhooks of ${title}.`),
      code`
      export interface ${notifier} {
        ${callbacks.map(printSent)}
      }
    `,
    ),
    documented(
      jsDoc(`Makes what sends the callbacks and webhooks of ${title}. It keeps nothing open.`),
      code`
      export function ${create}(options: ${httpType("NotifierOptions")}): ${notifier} {
        const http = ${httpValue("createHttpNotifier")}(options, {}, ${http.problems});
        return {
          ${callbacks.map(printSending)}
        };
      }
    `,
    ),
    documented(
      jsDoc(`Takes the callbacks and webhooks of ${title}.`),
      code`
      export interface ${listener} {
        ${callbacks.map((call) => printTaken(http, call))}
      }
    `,
    ),
    documented(
      jsDoc("A fetch handler for each, to be served at the address that the other side is told."),
      code`
      export interface ${listeners} {
        ${callbacks.map(({ name }) => code`readonly ${memberName(name)}: (request: Request) => Promise<Response>;`)}
      }
    `,
    ),
    documented(
      jsDoc(`Serves what takes callbacks and webhooks. What breaks the specification gets a problem, in either direction.${isSigned ? ` ${verified}` : ""}`),
      code`
      export function ${listen}(listener: ${listener}, options${isSigned ? "" : "?"}: ${httpType("HandlerOptions")}<never>${isSigned ? concat(" & ", httpType("WebhookTrust")) : ""}): ${listeners} {
        return {
          ${callbacks.map((call) => printListening(http, call))}
        };
      }
    `,
    ),
  );
  return { path: httpFiles.callbacks, body, exports: [...callbacks.map(({ result }) => result), notifier, create, listener, listeners, listen] };
}

const verified =
  "A webhook that the secret has not signed within five minutes gets a 401 and never reaches the listener. One that is sent again has the `webhook-id` that it had: the listener remembers it together with what it did, for only both at once are sure.";

function printSent(call: HttpCall): Code {
  const address = call.cause === undefined ? concat("address: string | URL") : concat("cause: ", printCause(call.cause));
  const given = [address, ...(call.type === undefined ? [] : [concat("call: ", call.type)]), call.rules.signed === undefined ? concat("options?: ", httpType("HttpCallOptions")) : concat("options: ", httpType("SigningOptions"))];
  const trigger = call.http.trigger;
  const where = trigger?.by === "callback" ? `Goes to \`${trigger.expression}\`.` : "Goes to an address that is agreed elsewhere.";
  return documented(printDescription(call, where), code`${memberName(call.name)}${parameters(given)}: Promise<${resultOf(call)}>;`);
}

function printCause(cause: HttpCall): Code {
  return concat(httpType("CallbackCause"), "<", cause.type === undefined ? "object" : concat(httpType("Received"), "<", cause.type, ">"), ">");
}

function printSending(call: HttpCall): Code {
  const sent = call.type === undefined ? "{}" : "call";
  const taken = call.type === undefined ? "" : "call, ";
  const { trigger } = call.http;
  if (trigger?.by !== "callback" || call.cause === undefined) {
    return code`${memberName(call.name)}: (address, ${taken}options) => http.send(${call.constant}, address, ${sent}, options),`;
  }
  const callback = objectLiteral([property("operation", call.constant), property("expression", stringLiteral(trigger.expression)), property("of", call.cause.constant)]);
  const given = parameters([callback, "cause", sent, "options"]);
  return code`${memberName(call.name)}: (cause, ${taken}options) => http.callBack${given},`;
}

function printTaken(http: HttpPlan, call: HttpCall): Code {
  const taken = [...(call.type === undefined ? [] : [concat("call: ", takenType(http, call))]), concat("context: ", httpType("CallContext"), "<undefined>")];
  return documented(printDescription(call, undefined), code`${memberName(call.name)}${parameters(taken)}: ${call.result} | Promise<${call.result}>;`);
}

function printListening(http: HttpPlan, call: HttpCall): Code {
  const taken = call.type === undefined ? concat("_: unknown") : concat("call: ", takenType(http, call));
  const passed = call.type === undefined ? "context" : "call, context";
  const run = code`(${taken}, context: ${httpType("CallContext")}<undefined>) => ${access("listener", call.name)}(${passed})`;
  const joined = concat(httpValue("route"), parameters([call.constant, run]));
  return code`${memberName(call.name)}: ${httpValue("createListener")}${parameters([joined, http.problems, "options"])},`;
}
