import { ambiguousMessages } from "./ambiguous-messages.js";
import { ambiguousTransition } from "./ambiguous-transition.js";
import { childMismatch } from "./child-mismatch.js";
import { closedEnumeration } from "./closed-enumeration.js";
import { correlationMissing } from "./correlation-missing.js";
import { correlationOptional } from "./correlation-optional.js";
import { correlationType } from "./correlation-type.js";
import { deadMessage } from "./dead-message.js";
import { duplicateCause } from "./duplicate-cause.js";
import { duplicateName } from "./duplicate-name.js";
import { duplicateProblem } from "./duplicate-problem.js";
import { effectMismatch } from "./effect-mismatch.js";
import { enumerationDrift } from "./enumeration-drift.js";
import { exampleRejected } from "./example-rejected.js";
import { flowMismatch } from "./flow-mismatch.js";
import { flowOrder } from "./flow-order.js";
import { idempotencyKeyMismatch } from "./idempotency-key-mismatch.js";
import { idleAnswer } from "./idle-answer.js";
import { idleTimer } from "./idle-timer.js";
import { illegalState } from "./illegal-state.js";
import { limitsMismatch } from "./limits-mismatch.js";
import { linkMismatch } from "./link-mismatch.js";
import { listWithoutPages } from "./list-without-pages.js";
import { mergePatchMismatch } from "./merge-patch-mismatch.js";
import { missingExample } from "./missing-example.js";
import { missingHttpExample } from "./missing-http-example.js";
import { missingProvenance } from "./missing-provenance.js";
import { oneWayCode } from "./one-way-code.js";
import { operationWithoutChannel } from "./operation-without-channel.js";
import { optionalConstant } from "./optional-constant.js";
import { outsideCommonDialect } from "./outside-common-dialect.js";
import { overlappingCodes } from "./overlapping-codes.js";
import { preconditionMismatch } from "./precondition-mismatch.js";
import { problemExampleMismatch } from "./problem-example-mismatch.js";
import { problemResponseMismatch } from "./problem-response-mismatch.js";
import { replyWithoutCorrelation } from "./reply-without-correlation.js";
import { requestWithoutReply } from "./request-without-reply.js";
import type { Rule } from "./rule.js";
import { scopeMismatch } from "./scope-mismatch.js";
import { timerOutOfRange } from "./timer-out-of-range.js";
import { unacceptedWork } from "./unaccepted-work.js";
import { unconventionalName } from "./unconventional-name.js";
import { undeclaredFailure } from "./undeclared-failure.js";
import { undeclaredProperty } from "./undeclared-property.js";
import { undeclaredRequired } from "./undeclared-required.js";
import { unknownCause } from "./unknown-cause.js";
import { unknownEnclosure } from "./unknown-enclosure.js";
import { unknownLinkTarget } from "./unknown-link-target.js";
import { unknownMachine } from "./unknown-machine.js";
import { unknownMessage } from "./unknown-message.js";
import { unknownProblem } from "./unknown-problem.js";
import { unknownRemembered } from "./unknown-remembered.js";
import { unknownRole } from "./unknown-role.js";
import { unknownSender } from "./unknown-sender.js";
import { unknownTimer } from "./unknown-timer.js";
import { unlistedProblem } from "./unlisted-problem.js";
import { unreachableState } from "./unreachable-state.js";
import { unsafePattern } from "./unsafe-pattern.js";
import { unsentProblem } from "./unsent-problem.js";
import { unwatchedWork } from "./unwatched-work.js";

/** Every rule, in the order of what it judges. Reading a document is judged before: its codes come from `source`, `document` and `lower`. */
export const specifiedRules: readonly Rule[] = [
  // Channels and operations: AsyncAPI 3.0.0, Channel Object, Operation Object, Operation Reply Object.
  operationWithoutChannel,
  requestWithoutReply,
  ambiguousMessages,
  optionalConstant,
  unknownProblem,
  undeclaredFailure,

  // The registry: RFC 9457, 4; specs/common/problems.yaml, its head.
  duplicateProblem,
  problemExampleMismatch,
  duplicateCause,
  unknownCause,
  unknownSender,
  unsentProblem,
  overlappingCodes,
  oneWayCode,
  enumerationDrift,

  // Correlation: AsyncAPI 3.0.0, Correlation ID Object.
  correlationMissing,
  replyWithoutCorrelation,
  correlationOptional,
  correlationType,

  // Links: OpenAPI 3.1.1, Link Object, Runtime Expressions.
  unknownLinkTarget,
  linkMismatch,

  // Names: OpenAPI 3.1, Operation Object; how names read in code.
  duplicateName,

  // Schemas and examples: JSON Schema 2020-12; specs/README.md, "How to change it", 2.
  unsafePattern,
  undeclaredRequired,
  outsideCommonDialect,
  exampleRejected,

  // Behaviour: specs/README.md, "Machines"; specs/signalling/behaviour.yaml, its head.
  illegalState,
  unreachableState,
  ambiguousTransition,
  unknownRole,
  unknownEnclosure,
  unknownMachine,
  childMismatch,
  unknownMessage,
  unknownRemembered,
  undeclaredProperty,
  unknownTimer,
  timerOutOfRange,
  idleTimer,
  effectMismatch,
  idleAnswer,
  unlistedProblem,
  deadMessage,

  // Flows: Arazzo 1.1.0, Workflow Object, Step Object.
  flowMismatch,
  flowOrder,

  // What an OpenAPI document holds itself to: specs/README.md, "Conventions".
  problemResponseMismatch,
  missingHttpExample,
  idempotencyKeyMismatch,
  preconditionMismatch,
  mergePatchMismatch,
  listWithoutPages,
  limitsMismatch,
  unconventionalName,
  scopeMismatch,
  unwatchedWork,
  unacceptedWork,
  closedEnumeration,

  // What a standard owes its reader: specs/README.md, "Provenance" and "How to change it", 1.
  missingProvenance,
  missingExample,
];
