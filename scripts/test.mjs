// npm test: installs, builds and runs every test, a real browser included.
import { requireNode } from "./node-version.mjs";

requireNode();
import("./run-tests.mjs");
