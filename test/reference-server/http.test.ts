import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { request } from "node:http";
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
    expect((await fetch(conferences, { method: "POST", headers, body: '{"topology":"p2p"}' })).status).toBe(201);
    expect((await fetch(conferences, { method: "POST", headers, body: JSON.stringify({ topology: "p2p", subject: "x".repeat(1_000_000) }) })).status).toBe(413);
    expect((await fetch(conferences, { headers })).status).toBe(200);
    expect((await fetch(`${server.url}/conference-managementx`)).status).toBe(404);
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
