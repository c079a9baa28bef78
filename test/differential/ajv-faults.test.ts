import { Ajv } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, it } from "vitest";
import { ajvFaults } from "./ajv-faults.js";
import { isValid } from "./interpreter.js";
import { libraryOf } from "./library.js";

// Where ajv mends one, the case goes, and the fuzz test no longer lets it pass.
it.each(ajvFaults)("ajv is still at fault: $why", ({ dialect, schema, value, valid }) => {
  const ajv = new (dialect === "2020-12" ? Ajv2020 : Ajv)({ strict: false, ownProperties: true, logger: false });
  const verdict = (): unknown => {
    try {
      return ajv.validate(schema, value);
    } catch (error) {
      return error;
    }
  };
  expect(verdict()).not.toBe(valid);
  expect(isValid(libraryOf(dialect, { "schema:/S.json": schema }), schema as { readonly [key: string]: unknown }, value)).toBe(valid);
});
