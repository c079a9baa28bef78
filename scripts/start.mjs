// npm start: compiles the canonical specifications and starts the reference server with the demo page.
import { requireNode } from "./node-version.mjs";

requireNode();
import("./start-server.mjs");
