import { killAtEveryMessage } from "./kill-cases.js";
import { scenarios } from "./scenarios.js";

for (const scenario of scenarios) await killAtEveryMessage(scenario, [true, false]);
