import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const source = (path: string) => fileURLToPath(new URL(path, import.meta.url));

// Tests read the workspaces' sources, so that a test never judges a stale build.
export default defineConfig({
  resolve: {
    alias: [
      { find: "@parley/compiler", replacement: source("packages/compiler/src/index.ts") },
      { find: "@parley/generator-typescript", replacement: source("generators/typescript/src/index.ts") },
      { find: "@parley/runtime/http", replacement: source("packages/runtime/src/http/index.ts") },
      { find: "@parley/runtime/ws", replacement: source("packages/runtime/src/ws.ts") },
      { find: /^@parley\/runtime$/, replacement: source("packages/runtime/src/index.ts") },
      { find: "@parley/signalling", replacement: source("packages/signalling/src/gen/index.ts") },
      { find: "@parley/conference", replacement: source("packages/conference/src/gen/index.ts") },
      { find: "@parley/reference-server", replacement: source("packages/reference-server/src/index.ts") },
      { find: "@parley/cli", replacement: source("packages/cli/src/index.ts") },
    ],
  },
  test: {
    include: ["test/**/*.test.ts"],
    testTimeout: 30_000,
    pool: "forks",
  },
});
