import { killAtEveryMessage } from "./kill-cases.js";
import { talk } from "./scenarios.js";

// In a file of its own, to run beside the others. It is the longest; what is lost where the second message does not arrive, they try.
await killAtEveryMessage(talk, [true]);
