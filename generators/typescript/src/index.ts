export { generate, type Generated, type GenerateOptions } from "./generate.js";
export { planProtocol, type Plan } from "./plan.js";
