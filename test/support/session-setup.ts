/** A session setup as JSON Schema: what every such request has, and the optional members that most have. */
export const setupSchema = {
  type: "object",
  required: ["kind", "method", "id", "seq", "session", "to", "description"],
  properties: {
    kind: { const: "request" },
    method: { const: "msetup" },
    id: { type: "string", minLength: 1, maxLength: 64 },
    seq: { type: "integer", minimum: 1, maximum: 9007199254740991 },
    session: { type: "string", pattern: "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$" },
    to: { type: "string", minLength: 3, maxLength: 2048, pattern: "^[A-Za-z][A-Za-z0-9+.-]*:[A-Za-z0-9._~:/?#@!$&'()*+,;=%-]+$" },
    expires: { type: "integer", minimum: 90, maximum: 86400 },
    description: {
      type: "object",
      required: ["type", "sdp", "media", "ufrag"],
      properties: {
        type: { const: "offer" },
        sdp: { type: "string", minLength: 1, maxLength: 131072 },
        ufrag: { type: "string", minLength: 4, maxLength: 256, pattern: "^[A-Za-z0-9+/]+$" },
        media: {
          type: "array",
          minItems: 1,
          maxItems: 64,
          items: {
            type: "object",
            required: ["mid", "kind", "direction"],
            properties: {
              mid: { type: "string", minLength: 1, maxLength: 16, pattern: "^[A-Za-z0-9!#$%&'*+.^_`{|}~-]+$" },
              kind: { type: "string", minLength: 1, maxLength: 32 },
              direction: { enum: ["sendrecv", "sendonly", "recvonly", "inactive"] },
              muted: { type: "boolean" },
            },
          },
        },
      },
    },
  },
} as const;

const line = "a=rtpmap:111 opus/48000/2\r\na=fmtp:111 minptime=10;useinbandfec=1\r\na=rtcp-fb:111 transport-cc\r\n";

/** One with an SDP of 2.6 kB. */
export const setupMessage = {
  kind: "request",
  method: "msetup",
  id: "4",
  seq: 3,
  session: "5f0c7d1e-8a41-4b62-9c1d-0e7a2b8f4c11",
  to: "acct:bob@operator.example",
  expires: 1800,
  description: {
    type: "offer",
    sdp: `v=0\r\no=- 4611731400430051336 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n${line.repeat(28)}`,
    media: [
      { mid: "0", kind: "audio", direction: "sendrecv" },
      { mid: "1", kind: "video", direction: "sendrecv", muted: false },
    ],
    ufrag: "8hhY",
  },
};

/** What a hand would write for this one schema, knowing all about it: the limit of what a validator may cost. */
export function isSetupByHand(value: unknown): boolean {
  if (!isObject(value) || value.kind !== "request" || value.method !== "msetup") return false;
  const { id, seq, session, to, expires, description } = value;
  if (typeof id !== "string" || !hasLength(id, 1, 64)) return false;
  if (typeof seq !== "number" || !Number.isInteger(seq) || seq < 1 || seq > 9007199254740991) return false;
  if (typeof session !== "string" || !sessionPattern.test(session)) return false;
  if (typeof to !== "string" || !hasLength(to, 3, 2048) || !addressPattern.test(to)) return false;
  if (expires !== undefined && (typeof expires !== "number" || !Number.isInteger(expires) || expires < 90 || expires > 86_400)) return false;
  if (!isObject(description) || description.type !== "offer") return false;
  const { sdp, media, ufrag } = description;
  if (typeof sdp !== "string" || !hasLength(sdp, 1, 131_072)) return false;
  if (typeof ufrag !== "string" || !hasLength(ufrag, 4, 256) || !ufragPattern.test(ufrag)) return false;
  if (!Array.isArray(media) || media.length < 1 || media.length > 64) return false;
  for (const each of media) if (!isMedia(each)) return false;
  return true;
}

function isMedia(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { mid, kind, direction, muted } = value;
  if (typeof mid !== "string" || !hasLength(mid, 1, 16) || !midPattern.test(mid)) return false;
  if (typeof kind !== "string" || !hasLength(kind, 1, 32)) return false;
  if (direction !== "sendrecv" && direction !== "sendonly" && direction !== "recvonly" && direction !== "inactive") return false;
  return muted === undefined || typeof muted === "boolean";
}

// In code points, of which a text has no more than units and no less than half of them.
function hasLength(text: string, least: number, most: number): boolean {
  const { length } = text;
  if (length >= 2 * least && length <= most) return true;
  if (length < least || length > 2 * most) return false;
  const points = [...text].length;
  return points >= least && points <= most;
}

const sessionPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const addressPattern = /^[A-Za-z][A-Za-z0-9+.-]*:[A-Za-z0-9._~:/?#@!$&'()*+,;=%-]+$/;
const ufragPattern = /^[A-Za-z0-9+/]+$/;
const midPattern = /^[A-Za-z0-9!#$%&'*+.^_`{|}~-]+$/u;

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
