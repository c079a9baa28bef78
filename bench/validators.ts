import { isMsetupRequest } from "@parley/signalling";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { specificationFiles } from "../test/support/specification-files.js";
import { median } from "./process-time.js";

const rounds = 15;
const calls = 20_000;

/**
 * The generated validator of the largest request beside ajv's compiled one and beside what a hand would write for this message.
 * One process, in turn, medians and ratios of one run; the message has 3 kB, as it does with the SDP of a browser.
 */
export function validatorsBenchmark(): Promise<void> {
  const message: unknown = JSON.parse(messageText);
  const contenders: Readonly<Record<string, (value: unknown) => boolean>> = { isMsetupRequest, "ajv, compiled": ajvValidator(), "by hand": byHand };
  const times = new Map(Object.keys(contenders).map((name): [string, number[]] => [name, []]));
  for (let round = 0; round <= rounds; round += 1) {
    for (const [name, is] of Object.entries(contenders)) {
      const started = performance.now();
      let valid = 0;
      for (let call = 0; call < calls; call += 1) if (is(message)) valid += 1;
      if (valid !== calls) throw new Error(`${name} does not accept the message`);
      // The first round is for the compiler of the engine.
      if (round > 0) times.get(name)?.push(((performance.now() - started) * 1e6) / calls);
    }
  }
  const ours = median(times.get("isMsetupRequest") ?? []) ?? NaN;
  console.log(`validators: msetup request of ${messageText.length} bytes, median of ${rounds} rounds of ${calls} calls in turn, Node.js ${process.versions.node}`);
  for (const [name, list] of times) {
    const time = median(list) ?? NaN;
    console.log(`  ${name.padEnd(20)} ${time.toFixed(0).padStart(7)} ns  ${(time / ours).toFixed(2).padStart(6)} x`);
  }
  return Promise.resolve();
}

function ajvValidator(): (value: unknown) => boolean {
  const ajv = new Ajv2020({ strict: false, ownProperties: true });
  addFormats.default(ajv);
  for (const { path, value } of specificationFiles()) ajv.addSchema({ ...value, $id: `file:///${path}` });
  const validate = ajv.compile({ $ref: "file:///specs/signalling/uni.asyncapi.yaml#/components/messages/msetupRequest/payload" });
  return (value) => validate(value) === true;
}

function byHand(value: unknown): boolean {
  if (!isObject(value) || value.kind !== "request" || value.method !== "msetup") return false;
  const { id, seq, session, to, description } = value;
  if (typeof id !== "string" || id.length < 1 || id.length > 64) return false;
  if (typeof seq !== "number" || !Number.isSafeInteger(seq) || seq < 1) return false;
  if (typeof session !== "string" || !/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(session)) return false;
  if (typeof to !== "string" || to.length > 2048 || !/^[A-Za-z][A-Za-z0-9+.-]*:[A-Za-z0-9._~:/?#@!$&'()*+,;=%[\]-]+$/.test(to)) return false;
  if (!isObject(description) || description.type !== "offer") return false;
  const { sdp, media, ufrag } = description;
  if (typeof sdp !== "string" || sdp.length < 1 || sdp.length > 131_072) return false;
  if (typeof ufrag !== "string" || ufrag.length < 4 || ufrag.length > 256 || !/^[A-Za-z0-9+/]+$/.test(ufrag)) return false;
  return Array.isArray(media) && media.length > 0 && media.length <= 64 && media.every(isMedia);
}

function isMedia(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { mid, kind, direction, muted } = value;
  if (typeof mid !== "string" || mid.length < 1 || mid.length > 16 || !/^[A-Za-z0-9!#$%&'*+.^_`{|}~-]+$/.test(mid)) return false;
  if (muted !== undefined && typeof muted !== "boolean") return false;
  return [kind, direction].every((word) => typeof word === "string" && word.length > 0 && word.length <= 32);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const messageText = JSON.stringify({
  kind: "request",
  method: "msetup",
  id: "4",
  seq: 3,
  session: "5f0c7d1e-8a41-4b62-9c1d-0e7a2b8f4c11",
  to: "acct:bob@operator.example",
  description: {
    type: "offer",
    sdp: `v=0\r\no=- 4611731400430051336 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n${"a=rtpmap:111 opus/48000/2\r\na=fmtp:111 minptime=10;useinbandfec=1\r\n".repeat(40)}`,
    media: [
      { mid: "0", kind: "audio", direction: "sendrecv" },
      { mid: "1", kind: "video", direction: "sendrecv" },
    ],
    ufrag: "8hhY",
  },
});
