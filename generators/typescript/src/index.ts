export { planProtocol, type Plan } from "./plan.js";
