export type { Break, BrokenConstraint, BrokenRule, CaseBody, CaseParameter, CaseRequest, LeftOut, NegativeCase, NegativeCases } from "./cases/negative-case.js";
export { negativeCases, type NegativeCaseOptions } from "./cases/negative-cases.js";
export { writeRequest, type WrittenRequest } from "./cases/written-request.js";
export { compile, type Compilation, type CompileOptions } from "./compile.js";
export { diagnostic, type Diagnostic, type DiagnosticCode, type Location, type Related } from "./diagnostics/diagnostic.js";
export type { Severity } from "./diagnostics/entry.js";
export { catalogueCodes } from "./diagnostics/catalogue.js";
export { nearest } from "./diagnostics/nearest.js";
export { formatJson } from "./diagnostics/format-json.js";
export { formatJunit } from "./diagnostics/format-junit.js";
export { formatSarif } from "./diagnostics/format-sarif.js";
export { printable, printableJson, printableLines } from "./diagnostics/printable.js";
export { formatBrief, formatDiagnostic, type TextOptions } from "./diagnostics/format-text.js";
export type { Behaviour, Containment, Delivery, Effect, Glare, Guard, Limit, Machine, Match, MessageName, Only, Replay, State, Timer, Transition, Trigger } from "./model/behaviour.js";
export type { Channel, ChannelId } from "./model/channel.js";
export type { Convention } from "./model/convention.js";
export type { Before, Flow, Participant, Step } from "./model/flow.js";
export type { Json } from "./model/json.js";
export type { MediaType, PartEncoding } from "./model/media-type.js";
export type { Correlation, Message, MessageExample, MessageId } from "./model/message.js";
export type {
  HttpBinding, HttpBody, HttpResponse, Link, Operation, OperationId, Pages, Reply, SecurityRequirement, SecurityScheme,
  HttpTrigger,
} from "./model/operation.js";
export type { Origin } from "./model/origin.js";
export type { Parameter, ParameterStyle } from "./model/parameter.js";
export { problemNamesOf, type ListedProblem, type Problem } from "./model/problem.js";
export type { Protocol, Role } from "./model/protocol.js";
export type { Cause, ForeignCode, Registry } from "./model/registry.js";
export type { Discriminator, JsonType, Notes, PatternProperty, Property, Rules, Schema, SchemaId } from "./model/schema.js";
export type { Server, ServerVariable } from "./model/server.js";
export { banner, bannerOf, markdownBanner } from "./output/banner.js";
export {
  blocks, code, concat, group, isEmpty, listLiteral, objectLiteral, objectType, parameters, typeOnly, union,
  type Code, type CodeSymbol, type Fragment,
} from "./output/code.js";
export { printModule, reExports, symbolsIn, type CodeModule, type Place } from "./output/code-module.js";
export { camelCase, kebabCase, pascalCase } from "./model/identifier.js";
export { documented, jsDoc } from "./output/js-doc.js";
export { lineWidth } from "./output/layout.js";
export { access, isIdentifier, literal, memberName, property, propertyKey, regExpLiteral, stringLiteral } from "./output/literal.js";
export { markdownCell, markdownCode, markdownText } from "./output/markdown.js";
export type { OutputFile } from "./output/output-file.js";
export { writeOutput, type WriteOptions, type Written } from "./output/write-output.js";
export { evaluate } from "./rules/evaluate.js";
export type { Issue } from "./rules/issue.js";
export { annotationFormats } from "./text/format.js";
export { matchesPattern, patternForm, type PatternForm } from "./text/pattern-form.js";
export { diskHost } from "./source/disk-host.js";
export type { Found, Host } from "./source/host.js";
export { memoryHost } from "./source/memory-host.js";
export { lineText, positionOf, type Position, type Range, type SourceFile } from "./source/source-file.js";
