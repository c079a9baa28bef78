import type { KeyTable } from "../document/reader.js";

/** The keys of AsyncAPI 3: an object's `handled` keys are read, or say something to people only. */
const prose = ["title", "summary", "description", "tags", "externalDocs"];

export const rootKeys: KeyTable = {
  object: "an AsyncAPI document",
  handled: ["asyncapi", "id", "info", "servers", "defaultContentType", "channels", "operations", "components"],
};

export const infoKeys: KeyTable = {
  object: "the info object",
  handled: ["title", "version", "description", "termsOfService", "contact", "license", "tags", "externalDocs"],
};

export const serverKeys: KeyTable = {
  object: "a server",
  handled: [...prose, "host", "protocol", "protocolVersion", "pathname", "security"],
  unhandled: ["variables", "bindings"],
};

export const channelKeys: KeyTable = {
  object: "a channel",
  handled: [...prose, "address", "messages", "servers", "parameters", "bindings"],
};

export const parameterKeys: KeyTable = {
  object: "a channel parameter",
  handled: ["description"],
  unhandled: ["enum", "default", "examples", "location", "schema"],
};

export const operationKeys: KeyTable = {
  object: "an operation",
  handled: [...prose, "action", "channel", "security", "traits", "messages", "reply"],
  unhandled: ["bindings"],
};

export const replyKeys: KeyTable = { object: "a reply", handled: ["address", "channel", "messages"] };

export const messageKeys: KeyTable = {
  object: "a message",
  handled: [...prose, "headers", "payload", "correlationId", "contentType", "name", "examples", "traits"],
  unhandled: ["bindings"],
};

export const messageExampleKeys: KeyTable = { object: "a message example", handled: ["headers", "payload", "name", "summary"] };

export const componentsKeys: KeyTable = {
  object: "the components object",
  handled: [
    "schemas", "servers", "channels", "operations", "messages", "securitySchemes", "serverVariables", "parameters",
    "correlationIds", "replies", "replyAddresses", "externalDocs", "tags", "operationTraits", "messageTraits",
    "serverBindings", "channelBindings", "operationBindings", "messageBindings",
  ],
};
