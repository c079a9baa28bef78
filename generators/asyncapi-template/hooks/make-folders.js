const { mkdirSync } = require("node:fs");
const { join } = require("node:path");

/** The generator writes into folders that exist, and makes none. */
module.exports = {
  "generate:before": (generator) => {
    mkdirSync(join(generator.targetDir, generator.templateParams.package ? "src/gen" : "."), { recursive: true });
  },
};
