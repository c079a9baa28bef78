import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Running, serve } from "./node-server.js";
import { createPicturesClient, createPicturesHandler, type PicturesClient } from "./pictures/gen/index.js";

describe("an OpenAPI 3.0 document, over real HTTP", () => {
  let running: Running;
  let client: PicturesClient;

  beforeEach(async () => {
    running = await serve(
      createPicturesHandler({
        upload: async ({ album, rotate, body }) => new Blob([JSON.stringify({ album, rotate, title: body.title, place: body.place }), body.picture]),
        note: ({ body }) => body ?? null,
      }),
    );
    client = createPicturesClient({ baseUrl: `${running.url}/pictures` });
  });
  afterEach(() => running.close());

  it("a picture in a form, and bytes as the answer", async () => {
    const answer = await client.upload({ album: 7, rotate: true, body: { picture: new Blob(["!"]), title: "It", place: { lat: 1.5 } } });
    expect(answer.type).toBe("image/png");
    expect(await answer.text()).toBe('{"album":7,"rotate":true,"title":"It","place":{"lat":1.5}}!');
  });

  it("a form of texts, with an object as JSON in it, or no body at all", async () => {
    const body = { text: "ü & co", stars: 5, place: { lat: -1 } };
    expect(await client.note({ body })).toEqual(body);
    expect(await client.note()).toBeNull();
    const response = await fetch(`${running.url}/pictures/notes`, { method: "POST", body: new URLSearchParams({ text: "a b", stars: "many" }) });
    expect(await response.json()).toMatchObject({ status: 400, issues: [{ pointer: "/body/stars" }] });
  });
});
