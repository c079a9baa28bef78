export { isFolderOf } from "./document-folders.js";
export { generate, type Generated, generateMany, generatePackage } from "./generate.js";
export type { TypeScriptOptions } from "./options.js";
export { planProtocol, type Plan } from "./plan.js";
export type { EntryView, MessageView, OperationView, PackageView } from "./view.js";
