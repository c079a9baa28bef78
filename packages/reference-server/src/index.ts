export type { ReferenceServerConfig } from "./config.js";
export type { ConferenceStore } from "./conference-store.js";
export { jsonLinesLog, silentLog } from "./log.js";
export type { Log } from "./log.js";
export { memoryConferenceStore } from "./memory-conference-store.js";
export type { ReferenceServer } from "./server.js";
export { startReferenceServer } from "./server.js";
export type { SignallingFunction, SignallingFunctionOptions } from "./signalling-function.js";
export { createSignallingFunction } from "./signalling-function.js";
