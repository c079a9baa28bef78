import { CallError, IncomingBytes, ProtocolError, ResponseError, refuse } from "@parley/runtime/http";
import type { Caller, Fault } from "@parley/runtime/http";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Running, serve } from "./node-server.js";
import {
  addGoodsOperation,
  createShopClient,
  createShopHandler,
  createShopListeners,
  createShopNotifier,
  findGoodsOperation,
  type FindGoodsCall,
  type ShopClient,
  type ShopClientOptions,
  type ShopCredentials,
  type ShopImplementation,
} from "./shop/gen/index.js";

interface Someone extends Caller {
  readonly shown: ShopCredentials;
}

const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10, 45, 45, 0, 255]);

describe("a shop, over real HTTP", () => {
  let running: Running;
  let client: ShopClient;
  const faults: Fault[] = [];
  const files = new Map<string, Uint8Array<ArrayBuffer>>();

  const implementation: ShopImplementation<Someone> = {
    findGoods: (call) => ({ status: 200, headers: { xTotal: 3, xFacets: ["red", "blue"] }, body: call }),
    async addGoods(call, { caller }) {
      if (call.contentType === "image/gif") return { status: 202 };
      if (call.body instanceof IncomingBytes) {
        const { length } = await call.body.bytes();
        return { status: 201, headers: { location: `/goods/${length}` }, body: { name: `${call.contentType ?? ""} of ${length}` } };
      }
      if (typeof call.body === "string") return { status: 503, body: `no ${call.body} today` };
      if (call.body.name === "taken") return { status: 409, body: { owner: "bob" } };
      if (call.body.name === "odd") return refuse("malformed", { detail: "odd" });
      return { status: 201, headers: { location: "/goods/7" }, body: { ...call.body, tags: [...(call.body.tags ?? []), JSON.stringify(caller.shown)] } };
    },
    latestGood: (context) =>
      context.request.headers.get("accept")?.startsWith("text/plain") === true
        ? { status: 200, contentType: "text/plain", body: "a saw" }
        : { status: 200, body: { name: context.caller === undefined ? "anyone's saw" : "your saw" } },
    getGood: ({ id }) => ({ name: id }),
    deleteGood: () => undefined,
    async addPictures({ id, body }, { caller }) {
      const about = [id, body.about.title, String(body.count), ...(body.tags ?? []), JSON.stringify(caller.shown)];
      const pictures = body.pictures.map((picture) => `${picture.type} ${picture.size} ${picture instanceof File ? picture.name : ""}`);
      const cover = body.cover === undefined ? [] : [`${body.cover.headers.xRating} ${(await body.cover.value.arrayBuffer()).byteLength}`];
      return [...about, ...pictures, ...cover];
    },
    async putFile({ name, body }) {
      let length = 0;
      const chunks: Uint8Array[] = [];
      for await (const chunk of body) {
        length += chunk.byteLength;
        chunks.push(chunk);
      }
      files.set(name, new Uint8Array(Buffer.concat(chunks)));
      return length;
    },
    getFile: ({ name }) => ({ status: 200, contentType: "application/pdf", body: files.get(name) ?? new Uint8Array() }),
    simpleColours: (call) => call,
    labelColours: (call) => call,
    matrixColours: (call) => call,
    order: ({ body }) => ({ id: `o/${body.good}` }),
  };

  function clientOf(credentials: Omit<ShopClientOptions, "baseUrl">, more: Partial<ShopClientOptions> = {}): ShopClient {
    return createShopClient({ baseUrl: `${running.url}/v1`, ...credentials, ...more });
  }

  beforeEach(async () => {
    faults.length = 0;
    const authenticate = (shown: ShopCredentials): Someone | undefined =>
      "token" in shown && shown.token === "stale" ? undefined : { scopes: "token" in shown && shown.token === "weak" ? [] : ["goods:write"], shown };
    running = await serve(createShopHandler(implementation, { authenticate, onFault: (fault) => faults.push(fault), basePath: "/v1" }));
    client = clientOf({ key: "k", token: "t", session: "s", queryKey: "q" });
  });
  afterEach(async () => {
    await running.close();
    expect(faults).toEqual([]);
  });

  it.each<[string, FindGoodsCall]>([
    ["nothing", {}],
    ["lists", { words: ["a b", "c&d,e", "ü"], sizes: [1, -2], colours: ["red", "blue"], makers: ["x", "y"], xIds: ["i", "j"], basket: [3, 4] }],
    ["objects", { price: { from: 1.5, in: { currency: "¥" } }, dimensions: { height: 2, width: 0.5 }, page: { offset: 0, limit: 10 }, xDevice: { os: "linux", touch: false } }],
    ["a condition", { where: { field: "name", is: null } }],
    ["reserved characters", { next: "/goods?after=a+b;c" }],
    ["a value that may be empty", { rare: "" }],
    ["the same, not empty", { rare: false }],
    ["a number or a word", { limitOrAll: 7 }],
    ["a word or a number", { limitOrAll: "all" }],
    ["empty lists, which are not absent", { sizes: [], colours: [], basket: [] }],
    ["a header", { xTrace: "abc" }],
  ])("parameters in every place and style: %s", async (_, call) => {
    expect(await client.findGoods(call)).toEqual(call);
  });

  it("a path in every style", async () => {
    const call = { list: ["a/b", "ü", "c d"], object: { R: 1, G: 2 }, exploded: { R: 3, B: 4 } };
    expect(await client.simpleColours(call)).toEqual(call);
    expect(await client.labelColours(call)).toEqual(call);
    expect(await client.matrixColours(call)).toEqual(call);
  });

  it("a wrong parameter is told at its place by both sides", async () => {
    const wrong = { page: { offset: -1 }, xTrace: "a" };
    await expect(client.findGoods(wrong)).rejects.toMatchObject({ name: "CallError", issues: [{ pointer: "/xTrace" }, { pointer: "/page/offset" }] });
    const response = await fetch(`${running.url}/v1/goods?offset=-1&price[from]=cheap&where=%7B%7D`);
    expect(response.status).toBe(400);
    expect(((await response.json()) as { issues: { pointer: string }[] }).issues.map(({ pointer }) => pointer)).toEqual(["/query/price/from", "/query/page/offset", "/query/where/field"]);
  });

  it("the whole response, its headers typed, failures included", async () => {
    const found = await client.exchange(findGoodsOperation, {});
    expect(found).toMatchObject({ status: 200, headers: { xTotal: 3, xFacets: ["red", "blue"] } });
    const taken = await client.exchange(addGoodsOperation, { body: { name: "taken" } });
    expect(taken.status === 409 ? taken.body.owner : taken).toBe("bob");
    expect(await client.exchange(addGoodsOperation, { contentType: "text/csv", body: "csv" })).toMatchObject({ status: 503, body: "no csv today" });
    expect(await client.exchange(addGoodsOperation, { body: { name: "odd" } })).toMatchObject({ status: 400, body: { type: "about:blank", detail: "odd" } });
  });

  it("one body of many media types", async () => {
    const good = { name: "saw & plane", price: 1.5, tags: ["a,b", "c"], inStock: true };
    const shown = JSON.stringify({ token: "t" });
    const added = await client.addGoods({ body: good });
    expect(added).toEqual({ status: 201, headers: { location: "/goods/7" }, body: { ...good, tags: [...good.tags, shown] } });
    expect(await client.addGoods({ contentType: "application/x-www-form-urlencoded", body: good })).toEqual(added);
    expect(await client.addGoods({ contentType: "image/png", body: new Blob([png]) })).toMatchObject({ body: { name: "image/png of 10" } });
    expect(await client.addGoods({ contentType: "image/gif", body: png })).toEqual({ status: 202, body: undefined });
    await expect(client.addGoods({ contentType: "text/csv", body: "a,b" })).rejects.toThrow(ResponseError);
    await expect(client.addGoods({ body: { name: "" } })).rejects.toMatchObject({ name: "CallError", issues: [{ pointer: "/body/name" }] });
    await expect(client.addGoods({ body: { name: "odd" } })).rejects.toThrow(ProtocolError);
    const other = await fetch(`${running.url}/v1/goods`, { method: "POST", headers: { "content-type": "font/woff", authorization: "Bearer t" }, body: "x" });
    expect(other.status).toBe(415);
  });

  it("the media type that the client likes best", async () => {
    expect(await client.latestGood()).toEqual({ status: 200, contentType: "application/json", body: { name: "your saw" } });
    const text = await fetch(`${running.url}/v1/goods/latest`, { headers: { accept: "text/plain" } });
    expect(await text.text()).toBe("a saw");
    expect((await fetch(`${running.url}/v1/goods/latest`, { headers: { accept: "image/png" } })).status).toBe(406);
  });

  it("a fixed path before a variable one; what is encoded is a value; other methods", async () => {
    expect(await client.getGood({ id: "latest/x?" })).toEqual({ name: "latest/x?" });
    const wrong = await fetch(`${running.url}/v1/goods/latest`, { method: "PUT" });
    expect([wrong.status, wrong.headers.get("allow")]).toEqual([405, "DELETE, GET, HEAD, OPTIONS"]);
    const head = await fetch(`${running.url}/v1/goods/7`, { method: "HEAD" });
    expect([head.status, head.headers.get("content-type"), await head.text()]).toEqual([200, "application/json", ""]);
  });

  it("a form of many parts, with files, lists and headers of their own", async () => {
    const body = {
      about: { title: "It" },
      pictures: [new File([png], 'pi"c\n.png', { type: "image/png" }), new Blob(["jpeg"], { type: "image/jpeg" })],
      cover: { value: new Blob([png], { type: "image/png" }), headers: { xRating: 5 } },
      count: 2,
      tags: ["a", "ü\r\n--x"],
    };
    expect(await client.addPictures({ id: "7", body })).toEqual([
      "7", "It", "2", "a", "ü\r\n--x", '{"queryKey":"q"}', 'image/png 10 pi"c\n.png', "image/jpeg 4 pictures", "5 10",
    ]);
    const pictures = [new Blob(["x"], { type: "text/html" })];
    await expect(client.addPictures({ id: "7", body: { about: { title: "" }, pictures } })).rejects.toMatchObject({
      issues: [{ pointer: "/body/about/title" }, { pointer: "/body/pictures/0", keyword: "content" }],
    });
  });

  it("what another client sends as a form is read as the document says", async () => {
    const form = new FormData();
    form.append("about", new Blob(['{"title":"It"}'], { type: "application/json" }));
    form.append("pictures", new Blob([png], { type: "image/png" }), "ä.png");
    form.append("count", "0");
    const response = await fetch(`${running.url}/v1/goods/7/pictures?key=q`, { method: "POST", body: form });
    expect(await response.json()).toMatchObject({ status: 400, issues: [{ pointer: "/body/count", keyword: "minimum" }] });
    form.set("count", "1");
    expect(await (await fetch(`${running.url}/v1/goods/7/pictures?key=q`, { method: "POST", body: form })).json()).toContain("image/png 10 ä.png");
  });

  it("bytes of any length, in both directions", async () => {
    const chunk = new Uint8Array(65_536).fill(7);
    let left = 40;
    const stream = new ReadableStream<Uint8Array>({ pull: (controller) => (left-- > 0 ? controller.enqueue(chunk) : controller.close()) });
    expect(await client.putFile({ name: "big", body: stream })).toBe(40 * 65_536);
    const got = await client.getFile({ name: "big" });
    expect(got.type).toBe("application/pdf");
    let length = 0;
    for await (const each of got) length += each.byteLength;
    expect(length).toBe(40 * 65_536);
    await expect(client.getFile({ name: "big" }).then((file) => file.bytes())).rejects.toThrow(RangeError);
    expect(await client.putFile({ name: "small", body: png })).toBe(10);
    expect(await (await client.getFile({ name: "small" })).bytes()).toEqual(png);
  });

  it.each<[string, Omit<ShopClientOptions, "baseUrl">, unknown]>([
    ["a token", { token: "t" }, { token: "t" }],
    ["a token for the scopes", { token: (scopes) => Promise.resolve(`for ${scopes.join()}`) }, { token: "for goods:write" }],
    ["a key together with a login", { key: "k", login: () => ({ username: "ü", password: "a:b" }) }, { key: "k", login: { username: "ü", password: "a:b" } }],
  ])("lets in by %s", async (_, credentials, shown) => {
    const added = await clientOf(credentials).addGoods({ body: { name: "saw" } });
    expect(added.status === 201 ? added.body.tags : []).toEqual([JSON.stringify(shown)]);
  });

  it("sends nothing without the credentials that a call needs, and needs none where none are asked", async () => {
    await expect(clientOf({ key: "k" }).addGoods({ body: { name: "saw" } })).rejects.toThrow(CallError);
    expect(await clientOf({}).latestGood()).toMatchObject({ body: { name: "anyone's saw" } });
    expect(await clientOf({ session: "s" }).deleteGood({ id: "7" })).toBeUndefined();
    await expect(clientOf({ token: "weak" }).addGoods({ body: { name: "saw" } })).rejects.toMatchObject({ problem: "forbidden" });
    await expect(clientOf({ token: "stale" }).addGoods({ body: { name: "saw" } })).rejects.toMatchObject({ problem: "unauthenticated" });
    const response = await fetch(`${running.url}/v1/goods`, { method: "POST" });
    expect([response.status, response.headers.get("www-authenticate")]).toEqual([401, 'Bearer, Basic realm="api"']);
  });

  it("calls back where the call says, and sends webhooks where it is told", async () => {
    const heard: unknown[] = [];
    const listeners = createShopListeners({
      tellMoved: ({ body }, { request }) => {
        heard.push([new URL(request.url).pathname + new URL(request.url).search, body]);
        return { goOn: true };
      },
      tellSoldOut: (call) => void heard.push(call),
    });
    const listening = await serve((request) => (request.url.includes("/sold") ? listeners.tellSoldOut(request) : listeners.tellMoved(request)));
    const notifier = createShopNotifier({ allow: (address) => address.port === new URL(listening.url).port });
    const cause = {
      request: new Request(`${running.url}/v1/orders?lang=de%20CH`),
      call: { lang: "de CH", body: { good: "saw", tellAt: `${listening.url}/moved/` } },
      response: { body: { id: "o/1&x=2" } },
    };
    expect(await notifier.tellMoved(cause, { body: { place: "here" } })).toEqual({ goOn: true });
    await notifier.tellSoldOut(`${listening.url}/sold`, { xAttempt: 2, body: { good: "saw" } });
    expect(heard).toEqual([["/moved/?lang=de%20CH&order=o%2F1%26x%3D2", { place: "here" }], { xAttempt: 2, body: { good: "saw" } }]);
    await expect(notifier.tellMoved({ ...cause, call: { body: { good: "saw", tellAt: "http://169.254.0.1/" } } }, { body: { place: "x" } })).rejects.toThrow(TypeError);
    await expect(notifier.tellMoved({ request: cause.request, call: cause.call }, { body: { place: "x" } })).rejects.toThrow('"$response.body#/id" says nothing');
    await expect(notifier.tellMoved(cause, { body: { place: "" } })).rejects.toThrow(CallError);
    await listening.close();
  });
});
