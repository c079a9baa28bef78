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
  handled: [...prose, "host", "protocol", "protocolVersion", "pathname", "security", "variables", "bindings"],
};

export const serverVariableKeys: KeyTable = { object: "a server variable", handled: ["enum", "default", "description", "examples"] };

export const contactKeys: KeyTable = { object: "the contact", handled: ["name", "url", "email"] };

export const licenseKeys: KeyTable = { object: "the license", handled: ["name", "url"] };

export const tagKeys: KeyTable = { object: "a tag", handled: ["name", "description", "externalDocs"] };

export const externalDocsKeys: KeyTable = { object: "external documentation", handled: ["url", "description"] };

export const channelKeys: KeyTable = {
  object: "a channel",
  handled: [...prose, "address", "messages", "servers", "parameters", "bindings"],
};

export const parameterKeys: KeyTable = {
  object: "a channel parameter",
  handled: ["description", "enum", "default", "examples", "location"],
};

export const operationKeys: KeyTable = {
  object: "an operation",
  handled: [...prose, "action", "channel", "security", "traits", "messages", "reply", "bindings"],
};

export const operationTraitKeys: KeyTable = { object: "an operation trait", handled: [...prose, "security", "bindings"] };

export const replyKeys: KeyTable = { object: "a reply", handled: ["address", "channel", "messages"] };

export const replyAddressKeys: KeyTable = { object: "a reply address", handled: ["location", "description"] };

export const correlationKeys: KeyTable = { object: "a correlation id", handled: ["location", "description"] };

export const messageKeys: KeyTable = {
  object: "a message",
  handled: [...prose, "headers", "payload", "correlationId", "contentType", "name", "examples", "traits", "bindings", "deprecated"],
};

export const messageTraitKeys: KeyTable = {
  object: "a message trait",
  handled: [...prose, "headers", "correlationId", "contentType", "name", "examples", "bindings", "deprecated"],
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
