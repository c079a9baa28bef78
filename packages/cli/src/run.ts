import { printable, printableLines } from "@parley/compiler";
import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { exitStatus, type ExitStatus } from "./exit-status.js";
import { Misuse } from "./misuse.js";
import type { Terminal } from "./terminal.js";

/** Runs one command line, the words after `parley`. A fault of Parley is thrown; all else ends in a status. */
export async function run(words: readonly string[], terminal: Terminal, version: string): Promise<ExitStatus> {
  let status: ExitStatus = exitStatus.clean;
  const program = commandLine(terminal, version, (ended) => {
    status = ended;
  });
  try {
    await program.parseAsync([...words], { from: "user" });
    return status;
  } catch (error) {
    // Help that was asked for ends with 0, and a wrong word with 1: to us that is 2.
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitStatus.clean : exitStatus.misuse;
    if (!(error instanceof Misuse)) throw error;
    terminal.err(`parley: ${printable(error.message)}\n`);
    return exitStatus.misuse;
  }
}

function commandLine(terminal: Terminal, version: string, end: (status: ExitStatus) => void): Command {
  const program = new Command("parley")
    .description("One specification of signalling and conferences, compiled into everything else.")
    .version(version, "-V, --version", "print the version")
    .helpOption("-h, --help", "print this help")
    .helpCommand(false)
    .showHelpAfterError("Try parley --help.")
    .exitOverride()
    .configureOutput({ writeOut: (text) => terminal.out(text), writeErr: (text) => terminal.err(printableLines(text.replace(/^error: /, "parley: "))) });

  command(program, "check", "judge specifications", "parley check specs --format sarif > findings.sarif")
    .argument("[SPEC...]", "specifications, or folders of them (else those of parley.config.json)")
    .addOption(new Option("--format <FORMAT>", "how to report").choices(["text", "json", "sarif", "junit"]).default("text"))
    .option("--strict", "let warnings count as errors")
    .option("--oracle", "ask @asyncapi/parser as well, where it is installed")
    .option("--coverage <FILE>", "judge also whether this file's requirements cover the specifications, and are covered")
    .option("--watch", "check again whenever a file changes")
    .option("--config <FILE>", "read this instead of parley.config.json")
    .addOption(allowRoot())
    .addOption(allowNetwork())
    .addOption(maxBytes())
    .action(async (named, options) => {
      const { check } = await import("./check.js");
      end(await check(terminal, named, options, version));
    });

  command(program, "generate", "compile specifications into code", "parley generate specs/uni.asyncapi.yaml --target typescript --out src/gen")
    .argument("[SPEC...]", "the specification; of several, or a folder, each gets a folder of output (else the outputs of parley.config.json)")
    .option("--target <TARGET>", "the language (typescript)")
    .option("--out <FOLDER>", "where to write to")
    .option("--watch", "generate again whenever a file changes")
    .option("--check", "write nothing; fail, and list the files that are not up to date")
    .option("--config <FILE>", "read this instead of parley.config.json")
    .addOption(new Option("--validators <ENGINE>", "what judges: Parley's own code, or ajv, which the output then imports (default: parley)").choices(["parley", "ajv"]))
    .addOption(new Option("--runtime <HOW>", "import @parley/runtime, or copy what is needed of it beside the code (default: import)").choices(["import", "copy"]))
    .option("--paths", "write also paths.ts, the types that openapi-fetch takes (with openapi-typescript, where it is installed)")
    .option("--unsafe-patterns", "keep patterns that may take without bound, as they are written")
    .addOption(allowRoot())
    .addOption(allowNetwork())
    .addOption(maxBytes())
    .action(async (named, options) => {
      const { generate } = await import("./generate.js");
      end(await generate(terminal, named, options, version));
    });

  command(program, "validate", "judge messages", "parley validate specs/uni.asyncapi.yaml --message msetupRequest trace.ndjson")
    .argument("<SPEC>", "the specification")
    .argument("[FILE]", "JSON, or NDJSON with a message a line; - or nothing is standard input")
    .option("--message <NAME>", "the message that the data must be")
    .option("--schema <POINTER>", "or the schema: #/components/schemas/Address")
    .addOption(new Option("--format <FORMAT>", "how to report").choices(["text", "json"]).default("text"))
    .option("--config <FILE>", "read this instead of parley.config.json")
    .addOption(allowRoot())
    .addOption(allowNetwork())
    .addOption(maxBytes())
    .action(async (specification, file, options) => {
      const { validate } = await import("./validate.js");
      end(await validate(terminal, specification, file, options, version));
    });

  return program;
}

function command(program: Command, name: string, summary: string, example: string): Command {
  return program.command(name).description(summary).addHelpText("after", `\nExample:\n  ${example}`);
}

function allowRoot(): Option {
  return new Option("--allow-root <DIR>", "references may lead into this folder too (as often as needed)").argParser((text: string, before?: readonly string[]) => [...(before ?? []), text]);
}

function allowNetwork(): Option {
  return new Option("--allow-network", "fetch what references name at http and https addresses");
}

function maxBytes(): Option {
  return new Option("--max-bytes <BYTES>", "read no file above this size (default: 32 MiB)").argParser((text: string) => {
    const bytes = Number(text);
    if (!Number.isSafeInteger(bytes) || bytes < 1) throw new InvalidArgumentError("It must be a number of bytes.");
    return bytes;
  });
}
