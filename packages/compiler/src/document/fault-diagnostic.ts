import { diagnostic, type Diagnostic } from "../diagnostics/diagnostic.js";
import type { SourceFile } from "../source/source-file.js";
import type { TextFault } from "../source/text-fault.js";

/** A fault of a text as a diagnostic. */
export function faultDiagnostic(file: SourceFile, fault: TextFault): Diagnostic {
  const whole = fault.code === "empty-file" || fault.code === "not-text";
  const pointer = fault.code === "duplicate-key" ? fault.pointer : "";
  const location = whole ? { file, pointer } : { file, range: fault.range, pointer };
  switch (fault.code) {
    case "duplicate-key": {
      const first = { file, range: fault.first, pointer };
      return diagnostic(fault.code, location, { key: fault.key }, [{ message: "The first is here", location: first }]);
    }
    case "syntax-error":
      return diagnostic(fault.code, location, { detail: fault.detail.replace(/[.:\s]+$/, ""), mend: fault.mend });
    case "nested-too-deep":
    case "alias-expansion":
    case "too-large-for-yaml":
      return diagnostic(fault.code, location, { limit: fault.limit });
    case "not-text":
      return diagnostic(fault.code, location, { what: fault.what });
    case "custom-tag":
      return diagnostic(fault.code, location, { tag: fault.tag });
    case "not-a-json-value":
      return diagnostic(fault.code, location, { text: fault.text });
    case "inexact-number":
      return diagnostic(fault.code, location, { text: fault.text, value: fault.value });
    case "not-json":
      return diagnostic(fault.code, location, { what: fault.what });
    case "unknown-alias":
    case "recursive-alias":
      return diagnostic(fault.code, location, { name: fault.name });
    default:
      return diagnostic(fault.code, location, {});
  }
}
