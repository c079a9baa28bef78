import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startReferenceServer } from "@parley/reference-server";
import { describe, expect, it, onTestFinished } from "vitest";
import { serve, tokenOf } from "./terminals.js";

/** A folder with a page, beside a file that is nobody's business. */
async function pageFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "parley-page-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, "index.html"), "<!doctype html><title>page</title>");
  await writeFile(join(folder, "main.js"), "export {};");
  await writeFile(join(folder, "notes.txt"), "secret");
  await writeFile(`${folder}.js`, "secret");
  return folder;
}

/** A path as it is: fetch would tidy it up first. */
function statusOf(url: string, path: string): Promise<number> {
  return new Promise((answered, failed) => {
    request(new URL(url), { path }, (response) => {
      response.resume();
      answered(response.statusCode ?? 0);
    }).on("error", failed).end();
  });
}

interface RawAnswer {
  readonly status: number;
  readonly head: string;
  readonly body: string;
}

/** What is written to the port as it is, and what comes back until the server closes. */
function exchange(url: string, text: string): Promise<RawAnswer> {
  return new Promise((answered, failed) => {
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname, () => socket.write(text));
    let read = "";
    socket.setEncoding("utf8").on("data", (part: string) => (read += part)).on("error", failed);
    socket.on("close", () => {
      const [head = "", rest = ""] = read.split("\r\n\r\n");
      // A body in chunks has their lengths around it.
      const body = /\{.*\}/s.exec(rest)?.[0] ?? "";
      answered({ status: Number(head.split(" ")[1]), head: head.toLowerCase(), body });
    });
  });
}

describe("the server over HTTP", () => {
  it("serves the page's files and nothing beside them", async () => {
    const page = await pageFolder();
    const { url } = await serve({ page });
    const home = await fetch(url);
    expect(await home.text()).toContain("<title>page</title>");
    expect(home.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect((await fetch(`${url}/main.js`)).headers.get("content-type")).toBe("text/javascript; charset=utf-8");
    const sibling = page.slice(page.lastIndexOf("/") + 1);
    for (const path of ["/notes.txt", "/none.js", `/../${sibling}.js`, `/%2e%2e/${sibling}.js`, `/..%2f${sibling}.js`, `/..%5c${sibling}.js`, "/%00.js", "/%zz.js", "/index.html/x.js"]) {
      expect(await statusOf(url, path), path).toBe(404);
    }
    expect((await fetch(url, { method: "POST" })).status).toBe(405);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });

  it("lets the page load and call nothing but its own origin", async () => {
    const { url } = await serve({ page: await pageFolder() });
    for (const path of ["/", "/main.js", "/none", "/conference-management/v1/conferences"]) {
      const { headers } = await fetch(url + path);
      expect(headers.get("content-security-policy"), path).toMatch(/default-src 'self'; script-src 'self'.*connect-src 'self'.*frame-ancestors 'none'/);
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("referrer-policy")).toBe("no-referrer");
    }
  });

  it("gives conference requests to the conference function, within limits", async () => {
    const server = await serve();
    const conferences = `${server.url}/conference-management/v1/conferences`;
    expect((await fetch(conferences)).status).toBe(401);
    const headers = { authorization: `Bearer ${tokenOf(server, "alice")}`, "content-type": "application/json" };
    const keyed = (key: string) => ({ ...headers, "idempotency-key": key });
    expect((await fetch(conferences, { method: "POST", headers: keyed("first"), body: '{"topology":"p2p"}' })).status).toBe(201);
    expect((await fetch(conferences, { method: "POST", headers: keyed("second"), body: JSON.stringify({ topology: "p2p", subject: "x".repeat(1_000_000) }) })).status).toBe(413);
    expect((await fetch(conferences, { headers })).status).toBe(200);
    expect((await fetch(`${server.url}/conference-managementx`)).status).toBe(404);
  });

  it("answers what the conference function cannot take with problems of its registry", async () => {
    const server = await serve();
    const path = "/conference-management/v1/conferences";
    const signedIn = `Host: localhost\r\nConnection: close\r\nAuthorization: Bearer ${tokenOf(server, "alice")}\r\n`;
    const post = (headers: string, body: string) =>
      exchange(server.url, `POST ${path} HTTP/1.1\r\n${signedIn}Content-Type: application/json\r\nIdempotency-Key: one\r\nContent-Length: ${body.length}\r\n${headers}\r\n${body}`);
    const answers = {
      "method-not-allowed": await exchange(server.url, `TRACE ${path} HTTP/1.1\r\n${signedIn}\r\n`),
      "not-found": await exchange(server.url, `GET ${path}/none/at/all HTTP/1.1\r\n${signedIn}\r\n`),
      "too-large": await post("", JSON.stringify({ topology: "p2p", subject: "x".repeat(70_000) })),
      "unsupported-media-type": await post("Content-Encoding: gzip\r\n", "{}"),
    };
    for (const [problem, { head, body }] of Object.entries(answers)) {
      expect(head, problem).toContain("content-type: application/problem+json");
      expect(JSON.parse(body), problem).toMatchObject({ type: `https://parley.example/problems/${problem}` });
    }
    expect(answers["method-not-allowed"].head).toContain("allow: get, head, options, post");
    // Who may not speak at all is told nothing of the body.
    const stranger = await fetch(server.url + path, { method: "POST", body: "x".repeat(70_000) });
    expect(stranger.status).toBe(401);
  });

  it.each([
    ["headers that are too long", 431, `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${"a".repeat(30_000)}\r\n\r\n`],
    ["an unknown method", 400, "FROB / HTTP/1.1\r\nHost: localhost\r\n\r\n"],
    ["an unknown expectation", 417, "GET / HTTP/1.1\r\nHost: localhost\r\nExpect: miracles\r\nConnection: close\r\n\r\n"],
    ["a target that is no URL", 400, "GET http://[ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"],
    ["a path that begins with two slashes", 404, "GET // HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"],
    ["a method that no page has", 405, "DELETE / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"],
    ["an upgrade of a target that is no URL", 404, "GET http://[ HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\n"],
    ["an upgrade of a path that begins with two slashes", 404, "GET // HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\n"],
  ])("%s is answered by a problem with status %i", async (_name, status, text) => {
    const server = await serve();
    const answer = await exchange(server.url, text);
    expect(answer.status).toBe(status);
    expect(answer.head).toContain("content-type: application/problem+json");
    expect(answer.head).toContain("x-content-type-options: nosniff");
    expect(JSON.parse(answer.body)).toMatchObject({ type: "about:blank", status });
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  });

  it("asks who comes to the WebSocket path without an upgrade to upgrade", async () => {
    const { signallingUrl } = await serve();
    const answer = await fetch(signallingUrl.replace("ws:", "http:"));
    expect(answer.status).toBe(426);
    expect(answer.headers.get("upgrade")).toBe("websocket");
    expect(await answer.json()).toMatchObject({ type: "about:blank", status: 426 });
  });

  it("listens on loopback addresses only", async () => {
    await expect(startReferenceServer({ host: "0.0.0.0" })).rejects.toThrow("not a loopback address");
    const server = await serve({ host: "::1" });
    expect(server.url).toMatch(/^http:\/\/\[::1\]:\d+$/);
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  });

  it("closes what is open when it stops", async () => {
    const server = await serve();
    const open = request(`${server.url}/conference-management/v1/conferences`, { method: "POST" });
    const ended = new Promise((done) => open.on("error", done));
    open.write("{");
    await new Promise((next) => setTimeout(next, 50));
    await server.close();
    await ended;
  });
});
