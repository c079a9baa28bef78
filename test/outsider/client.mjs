// A terminal of the user-network interface, written from the text in specs/ alone: the AsyncAPI document, its messages, the common
// schemas, the behaviour file and the flows. It takes nothing of this project, and no schema library.
//
//   Terminal  one user on one device: connection, epoch, delivery, availability
//   Session   one call on this hop, as its initiator or its responder
//   Problem   why a request was refused, or failed
import { randomBytes, randomUUID } from "node:crypto";
import { EventEmitter } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { WebSocket } from "ws";

const UNCOUNTED = new Set(["auth", "ping", "ack", "goaway", "refused"]);
const TAKEN = new Set(["ping", "msetup", "mcancel", "mconfirm", "mupdate", "mmessage", "mtransfer", "mdisc"]); // requests of the function
const ABOUT_SESSIONS = new Set(["mprogress", "mcandidate", "mtransferStatus", "mqosStatus", "mrate"]); // its notifications
const LIMITS = { messageBytes: 262_144, depth: 16, candidateBatch: 32, earlyCandidates: 256 }; // what we accept: the defaults
const TIMERS = { request: 10_000, update: 40_000, ring: 320_000, confirm: 32_000, linger: 32_000, windowFull: 10_000, acknowledge: 1_000 };

// Title and status as the registry has them, of the problems that this terminal sends.
const REGISTRY = {
  malformed: [400, "Malformed"], unreadable: [400, "Unreadable"], "too-large": [413, "Too large"], declined: [403, "Declined"],
  "unsupported-media-type": [415, "Unsupported media type"], "unknown-method": [501, "Unknown method"], busy: [409, "Busy"],
  "unsupported-extension": [422, "Unsupported extension"], "duplicate-id": [409, "Duplicate id"], glare: [409, "Glare"],
  "illegal-state": [409, "Illegal in this state"], internal: [500, "Internal fault"], draining: [503, "Draining"],
  timeout: [504, "Timeout"], "unknown-session": [404, "Unknown session"], "no-such-leg": [404, "No such leg"],
  "session-exists": [409, "Session exists"], "session-ended": [410, "Session ended"], "not-established": [409, "Not established"],
  "already-answered": [409, "Already answered"], cancelled: [409, "Cancelled"], "no-answer": [504, "No answer"],
  "media-incompatible": [422, "Media incompatible"],
};

export class Problem extends Error {
  constructor(name, details = {}) {
    super(name);
    const [status = 500, title = name] = REGISTRY[name] ?? [];
    this.problem = name;
    this.details = { type: `https://parley.example/problems/${name}`, title, status, ...details };
  }
  static read(details) {
    return new Problem(String(details?.type ?? "").split("/").at(-1) || "failed", details);
  }
}

class Timers extends Map {
  after(name, milliseconds, run) {
    this.clear(name);
    this.set(name, setTimeout(() => (this.delete(name), run()), Math.min(milliseconds, 2 ** 31 - 1)));
  }
  clear(...names) {
    for (const name of names.length > 0 ? names : this.keys()) {
      clearTimeout(this.get(name));
      this.delete(name);
    }
  }
}

const depthOf = (it) => (it === null || typeof it !== "object" ? 0 : 1 + Math.max(0, ...Object.values(it).map(depthOf)));
const isObject = (it) => typeof it === "object" && it !== null && !Array.isArray(it);
const isText = (it) => typeof it === "string" && it !== "";
const isUuid = (it) => typeof it === "string" && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(it);
const isDescription = (it, ...types) => isObject(it) && types.includes(it.type) && isText(it.sdp) && Array.isArray(it.media) && isText(it.ufrag);
const orNone = (good) => (it) => it === undefined || good(it);
const plain = (uri) => uri.replace(/^([^:]+:)(.*@|\/\/)?([^/]*)/, (_, scheme, before = "", host) => scheme.toLowerCase() + before + host.toLowerCase());

// What is wrong with a request or notification about a session; the first thing is enough.
const NEEDS = {
  msetup: { to: isText, from: (it) => isText(it?.uri), description: orNone((it) => isDescription(it, "offer")) },
  mconfirm: { description: (it) => isDescription(it, "answer") },
  mupdate: { description: orNone((it) => isDescription(it, "offer")), media: orNone(Array.isArray) },
  mmessage: { type: (it) => isText(it) && /^urn:[a-z0-9][a-z0-9-]{0,30}[a-z0-9]:./i.test(it), value: isObject },
  mdisc: { cause: (it) => isText(it?.reason) },
  mprogress: { state: isText, description: orNone((it) => isDescription(it, "offer", "answer", "provisional")) },
  mcandidate: { ufrag: isText, candidates: (it) => Array.isArray(it) && it.length <= LIMITS.candidateBatch },
};
function faultOf(message) {
  if (message.method === "ping") return undefined;
  const wrong = Object.entries({ session: isUuid, ...NEEDS[message.method] }).find(([key, good]) => !good(message[key]));
  return wrong && { pointer: `/${wrong[0]}`, keyword: message[wrong[0]] === undefined ? "required" : "type", expected: wrong[0] };
}

export class Terminal extends EventEmitter {
  socket = null;
  state = "closed"; // or open, ready, draining, leaving, lost
  epoch = null;
  granted = {}; // the last success of auth
  sessions = new Map();
  #ended = new Map(); // those of the last 32 seconds
  #requests = new Map(); // id -> our open request
  #ids = 0;
  #theirIds = new Set();
  #lostTo = new Set(); // setups that have won over ours: their `tieBreak`
  #sent = 0; // the highest of our numbers, of those the other side has taken, and of its own that we have taken
  #acked = 0;
  #received = 0;
  #owed = 0; // so many of its messages are without acknowledgement
  #window = []; // ours without acknowledgement: { seq, text, bytes, message }
  #queue = []; // and those that wait for room
  #batches = []; // candidates of the last minute, in case they were over their rate
  #complaints = [];
  #timers = new Timers();
  #reachable = null;
  #stopped = false;
  #roundTrip;

  // options: token (or an async function that gives one), device, capabilities, limits, answer (offer => answer, for a call that is
  // accepted without the user), reconnect (false: coming back is left to the application), trusts (url => boolean), random
  constructor(url, options) {
    super();
    this.url = url;
    this.options = { device: randomUUID(), reconnect: true, random: Math.random, ...options };
  }

  // --- Connection ---

  async signIn(token = this.options.token) {
    this.options.token = token;
    if (!this.socket) await this.#connect(this.url);
    if (!this.epoch) this.state = "open";
    return this.#authenticate();
  }

  // Renews the sign-in on the same connection, and changes nothing else.
  async renew(token = this.options.token) {
    const granted = await this.request("auth", { token: typeof token === "function" ? await token() : token });
    this.options.token = token;
    this.granted = { ...this.granted, ...granted };
    this.#renewLater();
    return granted;
  }

  async available(addresses = [this.granted.subject], more = {}) {
    const success = await this.request("available", { device: this.options.device, addresses, ...more });
    this.#reachable = { addresses, more };
    this.#timers.after("available", success.expires * 500, () => this.available(addresses, more).catch(() => {}));
    return success;
  }

  unavailable() {
    this.#unreachable();
    return this.request("unavailable");
  }

  async ping() {
    const before = performance.now();
    await this.request("ping", this.#roundTrip === undefined ? {} : { roundTrip: this.#roundTrip });
    return (this.#roundTrip = Math.round(performance.now() - before));
  }

  call(to, { description, exclusive, ...more } = {}) {
    if (this.state !== "ready") throw new Problem("draining");
    const tieBreak = exclusive === true ? randomBytes(16).toString("hex") : exclusive;
    const session = new Session(this, randomUUID(), "initiator", { to, offer: description, tieBreak });
    session.begin({ to, ...(description && { description }), ...(tieBreak && { exclusive: { tieBreak } }), ...more });
    return session;
  }

  // Ends the epoch; with a deadline (seconds) sessions run on until then, and nothing new is taken.
  leave({ deadline = 0, reason = "normal" } = {}) {
    if (!this.socket) return this.#endEpoch(reason);
    this.notify("goaway", { action: "stop", deadline, cause: { reason } });
    if (deadline === 0) return this.#giveUp(1000, reason);
    this.state = "leaving";
    this.#timers.after("drain", deadline * 1000, () => this.#giveUp(1000, reason));
  }

  #connect(url) {
    const { protocol, hostname } = new URL(url);
    if (protocol !== "wss:" && !/^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname)) throw new Error("only wss: leaves this host");
    const options = { maxPayload: LIMITS.messageBytes, perMessageDeflate: false, handshakeTimeout: TIMERS.request };
    const socket = (this.socket = new WebSocket(url, "webrtc-signalling.v1", options));
    let tooLong = false;
    socket.on("message", (data, binary) => socket === this.socket && this.#read(data, binary));
    return new Promise((resolve, reject) => {
      socket.on("open", resolve);
      socket.on("error", (error) => {
        tooLong ||= error.code === "WS_ERR_UNSUPPORTED_MESSAGE_LENGTH"; // the library has closed with 1009
        reject(error);
      });
      socket.on("close", (code) => {
        reject(new Error(`closed with ${code}`));
        this.#closed(socket, tooLong ? 1009 : code);
      });
    });
  }

  async #authenticate() {
    const { token, limits = {}, capabilities = {} } = this.options;
    const keys = { token: typeof token === "function" ? await token() : token, limits, capabilities };
    if (this.epoch) {
      // Sessions that live, and those whose end is not acknowledged.
      const held = new Set([...this.sessions.keys(), ...this.#unacknowledged().map(({ session }) => session).filter(Boolean)]);
      const { id, secret } = this.epoch;
      keys.resume = { epoch: id, secret, received: this.#received, sessions: [...held].map((session) => ({ session })) };
      if (JSON.stringify(keys).length > 16_000) delete keys.resume.sessions;
    }
    return new Promise((resolve, reject) => {
      this.ask("auth", keys, TIMERS.request, (problem, success) => {
        if (problem) return reject(problem);
        this.#signedIn(success);
        resolve(success);
      });
    });
  }

  // In the turn in which the success is read, since what follows it is counted.
  #signedIn(success) {
    this.granted = success;
    if (success.resumed) {
      if (success.received > this.#sent || success.received < this.#acked) return this.#fault("resume-mismatch", 1000);
      const openings = new Set(this.#unacknowledged().filter(({ method, kind }) => method === "msetup" && kind === "request").map(({ session }) => session));
      this.#begin(success.epoch);
      this.#acknowledged(success.received);
      for (const { text } of this.#window) this.socket.send(text);
      const listed = success.sessions && new Set(success.sessions.map(({ session }) => session));
      for (const session of listed ? [...this.sessions.values()] : []) {
        if (!listed.has(session.id) && !openings.has(session.id)) session.end("state-lost");
      }
      this.#fill();
    } else {
      if (this.epoch) this.#endEpoch("state-lost");
      this.#sent = this.#acked = this.#received = this.#owed = 0;
      this.#theirIds.clear();
      this.#begin(success.epoch);
      if (this.#reachable) this.available(this.#reachable.addresses, this.#reachable.more).catch(() => {});
    }
    this.emit("ready", success);
  }

  #begin(epoch) {
    Object.assign(this, { epoch, state: "ready" });
    this.#stopped = false;
    this.#timers.clear("resume");
    this.#heartbeat();
    this.#renewLater();
  }

  #renewLater() {
    const { expiresIn } = this.granted;
    if (expiresIn) this.#timers.after("renewal", expiresIn * 800, () => this.renew().catch((problem) => this.emit("unauthenticated", problem)));
  }

  #heartbeat() {
    this.#timers.after("heartbeat", this.granted.timers.heartbeat * 1000, () => this.ping().then(() => this.#heartbeat(), () => {}));
  }

  #closed(socket, code) {
    if (socket !== this.socket) return;
    this.socket = null;
    this.#timers.clear("heartbeat", "acknowledge", "windowFull", "drain");
    for (const open of this.#requests.values()) if (UNCOUNTED.has(open.method)) open.settle(new Problem("connection-lost"));
    this.emit("closed", code);
    if (this.state === "lost") return; // an attempt to come back has failed; there will be another
    if (!this.epoch) this.state = "closed";
    else if (code === 4409) this.#endEpoch("replaced"); // it lives, but it is another program's now
    else if ([1000, 1001, 1002, 1009, 4401].includes(code) || this.#stopped) this.#endEpoch("connection-lost");
    else this.#lose();
  }

  #lose({ endpoints = [this.url], retryAfter = 0 } = {}) {
    this.state = "lost";
    this.#timers.after("resume", this.epoch.resumeWithin * 1000, () => this.#endEpoch("connection-lost", "lost"));
    this.emit("lost");
    if (this.options.reconnect) this.comeBack(endpoints, retryAfter);
  }

  // Until the epoch is resumed; or, when its time is over, a fresh one is open; for five minutes.
  async comeBack(endpoints = [this.url], retryAfter = 0) {
    const until = Date.now() + 300_000;
    for (let attempt = 0, pause = 500; this.state === "lost" && Date.now() < until; attempt += 1, pause = Math.min(pause * 2, 15_000)) {
      await sleep(retryAfter * 1000 + this.options.random() * pause);
      if (this.state !== "lost") return undefined;
      try {
        await this.#connect(endpoints[attempt % endpoints.length]);
        return await this.#authenticate();
      } catch (error) {
        if (error.problem === "resume-mismatch") this.#endEpoch("resume-mismatch", "lost");
        if (error.problem === "unauthenticated") this.emit("unauthenticated", error);
        retryAfter = error.details?.retryAfter ?? 0;
        const socket = this.socket;
        this.socket = null;
        socket?.terminate();
      }
    }
    return this.state === "lost" ? this.#endEpoch("connection-lost") : undefined;
  }

  #fault(reason, code) {
    this.notify("goaway", { action: "stop", deadline: 0, cause: { reason } });
    this.#giveUp(code, reason);
  }

  #giveUp(code, reason) {
    const socket = this.socket;
    this.socket = null;
    socket?.close(code);
    this.#endEpoch(reason);
  }

  #endEpoch(reason, state = "closed") {
    Object.assign(this, { epoch: null, state });
    this.#timers.clear();
    this.#window = [];
    this.#queue = [];
    for (const session of this.sessions.values()) session.end(reason);
    for (const open of this.#requests.values()) open.settle(new Problem(reason));
    this.emit("ended", reason);
  }

  #goaway({ action, deadline, endpoints, retryAfter = 0, cause }) {
    this.emit("goaway", { action, deadline, retryAfter, cause });
    if (!this.epoch) return;
    const good = endpoints?.filter((url) => new URL(url).host === new URL(this.url).host || this.options.trusts?.(url)) ?? [];
    if (action === "resume") {
      const old = this.socket; // nothing is read, sent or acknowledged there from here on; the function closes it
      this.socket = null;
      this.once("ready", () => old.terminate());
      return this.#lose({ endpoints: good.length > 0 ? good : undefined, retryAfter });
    }
    this.state = "draining";
    this.#stopped = action !== "reconnect";
    if (action === "reconnect") this.emit("successor", new Terminal(good[0] ?? this.url, this.options), retryAfter); // for a fresh epoch
    if (deadline > 0) this.#closeWhenDone(); // else the sender closes
  }

  #closeWhenDone() {
    const done = () => this.state === "draining" && this.sessions.size === 0 && this.#requests.size === 0;
    if (done()) setImmediate(() => done() && this.#giveUp(1000, "normal"));
  }

  #unreachable() {
    this.#reachable = null;
    this.#timers.clear("available");
  }

  // --- Delivery: out ---

  request(method, keys = {}, deadline = TIMERS.request) {
    return new Promise((resolve, reject) => this.ask(method, keys, deadline, (problem, success) => (problem ? reject(problem) : resolve(success))));
  }

  notify(method, keys) {
    this.#send({ kind: "notification", method, ...keys });
  }

  respond({ method, id, session, leg }, keys) {
    this.#send({ kind: "response", method, id, success: true, ...(session && { session }), ...(leg && { leg }), ...keys });
  }

  refuse({ method, id, session, leg }, problem, keys) {
    const scoped = { ...(isUuid(session) && { session }), ...(isText(leg) && { leg }) };
    this.#send({ kind: "response", method, id, success: false, ...scoped, problemDetails: problem.details, ...keys });
  }

  // settle(problem, success) is called once, in the turn in which the response is read. A deadline of 0 is the caller's own.
  ask(method, keys, deadline, settle) {
    const id = String((this.#ids += 1));
    const open = { method };
    const timer = deadline > 0 && setTimeout(() => this.#overdue(open), deadline);
    open.settle = (problem, success) => {
      if (!this.#requests.delete(id)) return;
      clearTimeout(timer);
      settle(problem, success);
      this.#closeWhenDone();
    };
    this.#requests.set(id, open);
    try {
      this.#send({ kind: "request", method, id, ...keys });
    } catch (problem) {
      open.settle(problem);
    }
  }

  #overdue(open) {
    const socket = this.socket;
    open.settle(Object.assign(new Problem("timeout"), { overdue: true }));
    if (!socket || (open.method !== "ping" && open.method !== "auth")) return;
    socket.close(4408); // lost, whether or not the closing is answered
    this.#closed(socket, 4408);
  }

  get #connected() {
    return this.socket?.readyState === WebSocket.OPEN && this.state !== "lost";
  }

  #send(message) {
    if (UNCOUNTED.has(message.method)) {
      if (this.socket?.readyState !== WebSocket.OPEN) {
        if (message.kind === "request") throw new Problem("connection-lost");
      } else if (this.epoch && message.method !== "auth") {
        this.#paid();
        this.socket.send(JSON.stringify({ ...message, ack: this.#received }));
      } else this.socket.send(JSON.stringify(message));
      return;
    }
    if (!this.epoch) throw new Problem("unauthenticated");
    const { messageBytes = LIMITS.messageBytes, depth = LIMITS.depth } = this.granted.limits;
    const most = Number.MAX_SAFE_INTEGER;
    const bytes = Buffer.byteLength(JSON.stringify({ ...message, seq: most, ack: most }));
    if (bytes > Math.min(messageBytes, this.epoch.windowBytes) || depthOf(message) > depth) throw new Problem("too-large");
    this.#queue.push(message);
    this.#fill();
    if (this.#queue.length > this.epoch.window) this.#fault("not-acknowledged", 1000);
  }

  // A message gets its number when it enters the window.
  #fill() {
    while (this.#queue.length > 0 && this.#window.length < this.epoch.window) {
      const message = { ...this.#queue[0], seq: this.#sent + 1, ack: this.#received };
      const text = JSON.stringify(message);
      const bytes = Buffer.byteLength(text);
      if (this.#window.reduce((sum, out) => sum + out.bytes, bytes) > this.epoch.windowBytes) break;
      this.#queue.shift();
      this.#window.push({ seq: (this.#sent += 1), text, bytes, message });
      if (message.method === "mcandidate") this.#batches = [...this.#batches.filter(({ at }) => Date.now() - at < 60_000), { at: Date.now(), message }];
      if (!this.#connected) continue;
      this.socket.send(text);
      this.#paid();
    }
    if (this.#queue.length === 0) this.#timers.clear("windowFull");
    else if (this.#connected && !this.#timers.has("windowFull")) {
      this.#timers.after("windowFull", TIMERS.windowFull, () => this.#fault("not-acknowledged", 1000));
    }
  }

  #acknowledged(ack) {
    if (!Number.isInteger(ack) || ack <= this.#acked || ack > this.#sent) return;
    this.#acked = ack;
    this.#window = this.#window.filter(({ seq }) => seq > ack);
    this.#timers.clear("windowFull");
    this.#fill();
  }

  #unacknowledged() {
    return [...this.#window.map(({ message }) => message), ...this.#queue];
  }

  #paid() {
    this.#owed = 0;
    this.#timers.clear("acknowledge");
  }

  // --- Delivery: in ---

  #read(data, binary) {
    let message;
    try {
      message = binary ? undefined : JSON.parse(data.toString());
    } catch {}
    const { method, kind, id, seq, success } = message ?? {};
    const named = kind === "notification" || (isText(id) && (kind === "request" || (kind === "response" && typeof success === "boolean")));
    if (!isObject(message) || !isText(method) || !named || depthOf(message) > LIMITS.depth) return this.#complain("unreadable");
    this.emit("message", message);
    if (!UNCOUNTED.has(method) && this.epoch) {
      if (!Number.isInteger(seq) || seq < 1) return this.#complain("unreadable");
      if (seq <= this.#received) return this.notify("ack", {});
      if (seq > this.#received + 1) return this.#fault("sequence", 1002);
      this.#received = seq;
      if ((this.#owed += 1) >= 16) this.notify("ack", {});
      else if (!this.#timers.has("acknowledge")) this.#timers.after("acknowledge", TIMERS.acknowledge, () => this.notify("ack", {}));
    }
    if (method !== "auth") this.#acknowledged(message.ack);
    const open = this.#requests.get(id);
    if (kind === "request") this.#requested(message);
    else if (kind === "notification") this.#notified(message);
    else if (open?.method === method) open.settle(success ? undefined : Problem.read(message.problemDetails), message);
  }

  #requested(message) {
    const { method, id, requiredExtension } = message;
    const refuse = (name, details, keys) => this.refuse(message, new Problem(name, details), keys);
    if (this.#theirIds.has(id)) return refuse("duplicate-id");
    this.#theirIds.add(id);
    if (!TAKEN.has(method)) return refuse("unknown-method");
    const issue = faultOf(message);
    if (issue) return refuse("malformed", { issues: [issue] });
    if (requiredExtension) return refuse("unsupported-extension", {}, { unsupportedExtension: requiredExtension });
    if (method === "ping") return this.respond(message);
    const session = this.sessions.get(message.session);
    const ended = this.#ended.has(message.session);
    if (method === "msetup") return session || ended ? refuse("session-exists") : this.#called(message);
    return session ? session.requested(message) : refuse(ended ? "session-ended" : "unknown-session");
  }

  #called(setup) {
    if (this.state === "leaving") return this.refuse(setup, new Problem("draining"));
    const { session: id, from, to, description: offer, expires: wished } = setup;
    const tieBreak = setup.exclusive?.tieBreak;
    const session = new Session(this, id, "responder", { to, from, offer, wished, tieBreak, setup });
    const crosses = (own) => own.role === "initiator" && own.state === "settingUp" && own.tieBreak && tieBreak && plain(own.to) === plain(from.uri);
    const crossed = [...this.sessions.values()].find(crosses);
    if (crossed?.tieBreak < tieBreak) return session.refuse("glare", { scope: "everywhere", exclusive: { tieBreak: crossed.tieBreak } });
    this.emit("call", Object.assign(session, { crossed }));
    if (!crossed && !this.#lostTo.delete(tieBreak)) return;
    crossed?.cancel(); // our user has accepted the other's call by having called
    Promise.resolve(this.options.answer?.(offer, session)).then((answer) => session.state === "invited" && session.answer(answer));
  }

  #notified(message) {
    const { method, session: id } = message;
    if (method === "goaway") return this.#goaway(message);
    if (method === "refused") return this.#overRate(message);
    if (method === "availabilityEnded") {
      this.#unreachable();
      return this.emit("availabilityEnded", message.cause);
    }
    if (!ABOUT_SESSIONS.has(method)) return; // unknown, or `ack`: taken and dropped
    if (faultOf(message)) return this.#complain("malformed", message);
    if (this.sessions.has(id)) this.sessions.get(id).notified(message);
    else if (!this.#ended.has(id)) this.#complain("unknown-session", message);
  }

  #complain(name, message) {
    this.#complaints = [...this.#complaints.filter((at) => Date.now() - at < 60_000), Date.now()];
    if (this.#complaints.length > 8) return this.#fault("protocol-error", 1002);
    const { method, kind, session, seq } = message ?? {};
    const about = message && { about: { method, kind, ...(isUuid(session) && { session }), seq } };
    this.notify("refused", { ...about, problemDetails: new Problem(name).details });
  }

  // A batch over its rate, and all that follow it, go again when the time has passed.
  #overRate({ about = {}, problemDetails }) {
    this.emit("refused", about, Problem.read(problemDetails));
    if (about.method !== "mcandidate" || !problemDetails.retryAfter) return;
    this.#timers.after("batches", problemDetails.retryAfter * 1000, () => {
      const again = this.#batches.filter(({ message }) => message.seq >= about.seq && this.sessions.has(message.session));
      this.#batches = this.#batches.filter(({ message }) => message.seq < about.seq);
      for (const { message } of again) this.#send(message); // under a new number
    });
  }

  lostTo(tieBreak) {
    this.#lostTo.add(tieBreak);
  }

  forget(session) {
    if (!this.sessions.delete(session.id)) return;
    this.#ended.set(session.id, session);
    setTimeout(() => this.#ended.delete(session.id), TIMERS.linger).unref();
    this.#closeWhenDone();
  }
}

// Offer and answer are kept for each branch: `open` says who has an offer out ("ours", "theirs"), `early` that a provisional has come,
// `done` that an offer has been answered, `remote` what the other side has described.
export class Session extends EventEmitter {
  legs = new Map(); // "" is the main one
  onupdate; // ({ description, media }) => answer, or nothing; or throws a Problem
  onmessage; // (type, value) => nothing; or throws a Problem
  onconfirm; // (answer) => nothing; or throws a Problem
  #incoming = new Map(); // open requests of the other side
  #outgoing = new Set(); // methods of ours that may be open once only
  #early = []; // candidates of descriptions that have not come yet
  #replaced = new Set();
  #timers = new Timers();

  constructor(terminal, id, role, about) {
    super();
    Object.assign(this, { terminal, id, role }, about);
    terminal.sessions.set(id, this);
    this.answered = new Promise((resolve, reject) => Object.assign(this, { resolve, reject })); // the success, or why there is none
    this.answered.catch(() => {});
    this.ended = new Promise((resolve) => this.once("ended", resolve));
    this.state = role === "initiator" ? "settingUp" : "invited";
    this.legs.set("", { open: this.offer && (role === "initiator" ? "ours" : "theirs"), remote: role === "responder" ? this.offer : undefined });
    if (role === "initiator") return;
    this.#incoming.set("msetup", this.setup);
    this.#timers.after("ring", TIMERS.ring, () => this.refuse("no-answer"));
  }

  // --- Setup ---

  begin(keys) {
    this.#timers.after("answer", (this.terminal.granted.timers.answer + 10) * 1000, () => this.cancel("no-answer"));
    this.terminal.ask("msetup", { session: this.id, ...keys }, 0, (problem, success) => (problem ? this.#failed(problem) : this.#succeeded(success)));
  }

  #failed(problem) {
    const winner = problem.problem === "glare" && problem.details.exclusive?.tieBreak;
    if (winner && this.state === "settingUp") this.terminal.lostTo(winner); // if its setup has come, we are cancelling
    this.reject(problem);
    this.end(problem.problem);
  }

  #succeeded(success) {
    const { leg, description, expires } = success;
    this.#timers.clear("answer");
    if (this.state === "ended") return this.terminal.request("mdisc", { session: this.id, cause: { reason: "timeout" } }).catch(() => {});
    const branch = this.#branch(leg);
    this.legs = new Map([["", branch]]); // the branch that is selected is the session from now on
    if (this.state === "cancelling") {
      this.state = "lostRace";
      return this.#endLostRace();
    }
    this.state = "established";
    const wanted = this.offer || branch.open || branch.done ? "answer" : "offer";
    const good = description ? isDescription(description, wanted) && (wanted === "offer" || branch.open === "ours") : branch.early || branch.done;
    if (!good) return this.#disconnect("bad-response");
    if (description) this.#describe(branch, description);
    if (wanted === "offer") {
      branch.open = "theirs";
      this.state = "confirming";
    } else if (description || !branch.done) this.#complete(branch);
    this.#alive(expires);
    this.resolve(success);
  }

  progress(state, { description, ...more } = {}) {
    this.#described(this.legs.get(""), description, "ours");
    this.terminal.notify("mprogress", { session: this.id, state, ...(description && { description }), ...more });
  }

  answer(description, { expires = this.wished, ...more } = {}) {
    const branch = this.legs.get("");
    this.#reply("msetup", { ...(description && { description }), ...(expires && { expires }), ...more });
    this.#timers.clear("ring");
    this.state = description?.type === "offer" ? "confirming" : "established";
    if (this.state === "confirming") this.#timers.after("confirm", TIMERS.confirm, () => this.#disconnect("no-confirmation"));
    this.#described(branch, description ?? (branch.done ? undefined : { type: "answer" }), "ours");
    this.#alive(expires);
    this.resolve();
  }

  refuse(problem = "declined", details) {
    this.#reply("msetup", new Problem(problem, details));
    this.end(problem);
  }

  // Resolves with the problem of `mcancel`, where it has one. What ends the setup, or the session, is the response to `msetup`.
  cancel(reason) {
    if (this.state !== "settingUp") throw new Problem("illegal-state");
    this.state = "cancelling";
    this.#timers.clear("answer");
    this.#timers.after("closing", this.terminal.epoch.resumeWithin * 1500, () => this.end("timeout"));
    const keys = { session: this.id, ...(reason && { cause: { reason } }) };
    return new Promise((resolve) => {
      this.terminal.ask("mcancel", keys, 0, (problem) => {
        this.cancelled = true;
        this.#endLostRace();
        resolve(problem);
      });
    });
  }

  // The answer was sent before our `mcancel` came.
  #endLostRace() {
    if (this.state === "lostRace" && this.cancelled) this.#disconnect("cancelled");
  }

  // Answers the offer of a setup that had none, on the branch that it came on.
  async confirm(description, leg) {
    const branch = this.legs.get(leg ?? "");
    if (branch?.open !== "theirs") throw new Problem("illegal-state");
    branch.open = "confirmed";
    try {
      await this.#ask("mconfirm", { ...(leg && { leg }), description }, () => {
        this.#complete(branch);
        if (this.state === "confirming") this.state = "established";
      });
    } catch (problem) {
      branch.open = "theirs";
      if (this.state === "confirming") this.#disconnect("media-failed");
      throw problem;
    }
  }

  // --- Session ---

  candidates(ufrag, candidates, endOfCandidates) {
    const batch = this.terminal.granted.limits.candidateBatch ?? LIMITS.candidateBatch;
    for (let from = 0; from === 0 || from < candidates.length; from += batch) {
      const last = endOfCandidates && from + batch >= candidates.length;
      this.terminal.notify("mcandidate", { session: this.id, ufrag, candidates: candidates.slice(from, from + batch), ...(last && { endOfCandidates }) });
    }
  }

  // An offer, what is muted, or nothing: a refresh. A failure rolls the offer back.
  async update({ description, media, leg } = {}) {
    const branch = this.legs.get(leg ?? "");
    if (description && (branch.open || !branch.done)) throw new Problem("illegal-state");
    if (description) branch.open = "ours";
    const keys = { ...(leg && { leg }), ...(description && { description }), ...(media && { media }) };
    try {
      return await this.#ask("mupdate", keys, (success) => {
        if (description && !isDescription(success.description, "answer")) return this.#disconnect("bad-response");
        if (description) this.#describe(branch, success.description);
        if (description) this.#complete(branch);
        this.#alive();
      });
    } catch (problem) {
      if (description && branch.open === "ours") branch.open = undefined;
      throw problem;
    }
  }

  // As `update` with an offer, and again after glare; `make` gives the offer anew each time.
  async offers(make) {
    for (;;) {
      try {
        return await this.update({ description: make() });
      } catch (problem) {
        if (problem.problem !== "glare") throw problem;
        const random = this.terminal.options.random();
        await sleep(1000 * (problem.details.retryAfter ?? (this.role === "initiator" ? 2.1 + 1.9 * random : 2 * random)));
        while (this.legs.get("").open) await sleep(20); // the offer that has won is being answered
      }
    }
  }

  message(type, value) {
    return this.terminal.request("mmessage", { session: this.id, type, value });
  }

  hangUp(reason = "normal") {
    if (this.state === "settingUp") return this.cancel();
    return this.state === "invited" ? this.refuse() : this.#disconnect(reason);
  }

  #disconnect(reason) {
    if (!["confirming", "established", "lostRace"].includes(this.state)) return;
    this.reject(new Problem(reason));
    this.#refuseOpen();
    this.state = "ending";
    this.#timers.after("closing", this.terminal.epoch.resumeWithin * 1500, () => this.end(reason));
    this.terminal.ask("mdisc", { session: this.id, cause: { reason } }, 0, () => this.end(reason));
  }

  end(reason) {
    if (this.state === "ended") return;
    this.state = "ended";
    this.#timers.clear();
    this.reject(new Problem(reason));
    this.terminal.forget(this);
    this.emit("ended", reason);
  }

  // --- What comes ---

  requested(message) {
    const { method, leg = "", description, cause } = message;
    const refuse = (problem) => this.terminal.refuse(message, new Problem(problem));
    const setup = ["settingUp", "invited", "cancelling"].includes(this.state);
    const branch = this.legs.get(leg);
    if (!branch) return refuse("no-such-leg");
    if (method === "mcancel") {
      if (this.role === "initiator") return refuse("illegal-state");
      if (this.state !== "invited") return refuse("already-answered");
      this.terminal.respond(message);
      this.#refuseOpen("msetup");
      this.#reply("msetup", new Problem("cancelled"));
      return this.end(cause?.reason ?? "cancelled");
    }
    if (method === "mdisc") {
      if (setup) return refuse("not-established");
      this.#refuseOpen();
      this.terminal.respond(message);
      return this.state === "ending" ? undefined : this.end(cause.reason);
    }
    if (this.state === "ending" || this.state === "lostRace") return refuse("session-ended");
    if (method === "mupdate" && setup && !description) return refuse("not-established");
    const offerIsOpen = this.role === "responder" && branch.open === "ours" && !branch.done;
    const legal = {
      mconfirm: ["invited", "confirming"].includes(this.state) && offerIsOpen,
      mupdate: ["settingUp", "invited", "established"].includes(this.state) && (!description || (branch.done && branch.open !== "theirs")),
    };
    if (!(legal[method] ?? this.state === "established") || this.#incoming.has(method)) return refuse("illegal-state");
    if (method === "mtransfer") return refuse("declined");
    if (method === "mmessage") return this.#handle(message, () => this.onmessage ?? "unsupported-media-type", [message.type, message.value]);
    if (method === "mconfirm") {
      this.#describe(branch, description);
      return this.#handle(message, () => this.onconfirm ?? (() => {}), [description], () => {
        this.#complete(branch);
        this.#timers.clear("confirm");
        if (this.state === "confirming") this.state = "established";
      });
    }
    if (!description) return this.#handle(message, () => this.onupdate ?? (() => {}), [{ media: message.media }], () => this.#alive());
    if (branch.open === "ours" && this.role === "initiator") return refuse("glare");
    const { remote } = branch;
    branch.open = "theirs"; // ours, if one was out, is rolled back, and its failure is on the way
    this.#describe(branch, description);
    const done = () => {
      this.#complete(branch);
      this.#alive();
    };
    return this.#handle(message, () => this.onupdate ?? "declined", [{ description }], done, () => Object.assign(branch, { open: undefined, remote }));
  }

  // Asks the application, which may take its time, and answers unless something else has answered meanwhile.
  async #handle(message, handler, values, done = () => {}, undo = () => {}) {
    const key = message.method === "mmessage" ? `mmessage ${message.id}` : message.method;
    const open = () => this.#incoming.get(key) === message;
    this.#incoming.set(key, message);
    try {
      const handle = handler();
      if (isText(handle)) throw new Problem(handle);
      const answer = await handle(...values);
      if (!open()) return;
      this.#reply(key, message.method === "mupdate" && message.description ? { description: answer } : {});
      done();
    } catch (problem) {
      if (!open()) return;
      undo();
      this.#reply(key, problem instanceof Problem ? problem : new Problem("internal"));
    }
  }

  notified(message) {
    const { method, leg, state, description, ufrag } = message;
    if (method === "mcandidate") {
      if (this.legs.get(leg ?? "")?.remote?.ufrag === ufrag) return this.emit("candidates", message);
      if (!this.#replaced.has(ufrag) && this.#early.length < LIMITS.earlyCandidates) this.#early.push(message);
      return undefined;
    }
    if (method !== "mprogress") return this.emit(method, message);
    const branch = this.#branch(leg);
    if (state === "leg-ended") this.legs.delete(leg);
    else if (description) this.#describe(branch, description);
    this.#described(branch, description, "theirs");
    return this.emit("progress", message);
  }

  // A new branch begins where the main one is.
  #branch(leg = "") {
    if (leg && !this.legs.has(leg) && this.state !== "established") this.legs.set(leg, { ...this.legs.get("") });
    return this.legs.get(leg) ?? this.legs.get("");
  }

  #described(branch, description, whose) {
    if (description?.type === "offer") branch.open = whose;
    if (description?.type === "provisional") branch.early = true;
    if (description?.type === "answer") this.#complete(branch);
  }

  #complete(branch) {
    Object.assign(branch, { open: undefined, early: false, done: true });
  }

  #describe(branch, description) {
    if (branch.remote && branch.remote.ufrag !== description.ufrag) this.#replaced.add(branch.remote.ufrag);
    branch.remote = description;
    const now = this.#early.filter(({ ufrag }) => ufrag === description.ufrag);
    this.#early = this.#early.filter(({ ufrag }) => ufrag !== description.ufrag);
    queueMicrotask(() => now.forEach((batch) => this.emit("candidates", batch)));
  }

  // A sign of life; the answer of the setup says how long it holds.
  #alive(expires = this.expires) {
    this.expires = expires;
    if (!expires || this.state === "ended") return;
    this.#timers.after("life", expires * 1000, () => this.#disconnect("expired"));
    if (this.role === "initiator") this.#timers.after("refresh", expires * 500, () => this.#refresh());
  }

  #refresh() {
    const again = (milliseconds) => this.#timers.after("refresh", milliseconds, () => this.#refresh());
    if (this.#outgoing.has("mupdate")) return again(1000); // its success would do
    const over = ["unknown-session", "session-ended"];
    this.update().catch(({ problem }) => (over.includes(problem) ? this.end("expired") : this.state === "established" && again(5000)));
  }

  // A request that may be open once, and whose deadline ends the session.
  #ask(method, keys, taken) {
    if (this.#outgoing.has(method) || this.state === "ended") return Promise.reject(new Problem("illegal-state"));
    this.#outgoing.add(method);
    return new Promise((resolve, reject) => {
      this.terminal.ask(method, { session: this.id, ...keys }, TIMERS.update, (problem, success) => {
        this.#outgoing.delete(method);
        if (problem?.overdue) this.#timedOut();
        if (problem) return reject(problem);
        taken(success);
        resolve(success);
      });
    });
  }

  #timedOut() {
    if (this.state === "settingUp") this.cancel("timeout");
    else if (this.state === "invited") this.refuse("timeout");
    else this.#disconnect("timeout");
  }

  #refuseOpen(...but) {
    for (const key of this.#incoming.keys()) if (!but.includes(key)) this.#reply(key, new Problem("session-ended"));
  }

  #reply(key, keys) {
    const request = this.#incoming.get(key);
    if (!request) throw new Problem("illegal-state");
    this.#incoming.delete(key);
    if (keys instanceof Problem) this.terminal.refuse(request, keys);
    else this.terminal.respond(request, keys);
  }
}
