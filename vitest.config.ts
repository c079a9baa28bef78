import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const source = (path: string) => fileURLToPath(new URL(path, import.meta.url));

// Tests read the workspaces' sources, so that a test never judges a stale build.
const resolve = {
  alias: [
    { find: "@parley/compiler", replacement: source("packages/compiler/src/index.ts") },
    { find: "@parley/generator-typescript", replacement: source("generators/typescript/src/index.ts") },
    { find: "@parley/runtime/http", replacement: source("packages/runtime/src/http/index.ts") },
    { find: "@parley/runtime/messages", replacement: source("packages/runtime/src/messages/index.ts") },
    { find: "@parley/runtime/ws", replacement: source("packages/runtime/src/ws.ts") },
    { find: /^@parley\/runtime$/, replacement: source("packages/runtime/src/index.ts") },
    { find: "@parley/signalling", replacement: source("packages/signalling/src/gen/index.ts") },
    { find: "@parley/interconnect", replacement: source("packages/interconnect/src/gen/index.ts") },
    { find: "@parley/media-resource", replacement: source("packages/media-resource/src/gen/index.ts") },
    { find: "@parley/service-control", replacement: source("packages/service-control/src/gen/index.ts") },
    { find: "@parley/conference", replacement: source("packages/conference/src/gen/index.ts") },
    { find: "@parley/reference-server", replacement: source("packages/reference-server/src/index.ts") },
    { find: "@parley/cli", replacement: source("packages/cli/src/index.ts") },
  ],
};

export default defineConfig({
  test: {
    pool: "forks",
    maxWorkers: 2,
    projects: [
      {
        resolve,
        test: { name: "node", include: ["test/**/*.test.ts"], exclude: ["test/e2e/**", "test/.tmp/**"], testTimeout: 60_000, hookTimeout: 60_000, sequence: { groupOrder: 0 } },
      },
      {
        // After the others, one file at a time: a browser needs both cores to itself.
        resolve,
        test: { name: "browser", include: ["test/e2e/**/*.test.ts"], testTimeout: 60_000, hookTimeout: 120_000, fileParallelism: false, maxWorkers: 1, sequence: { groupOrder: 1 } },
      },
    ],
  },
});
