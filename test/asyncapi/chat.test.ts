import { readCredentials, type InvalidMessage, type UnknownMessage } from "@parley/runtime/messages";
import { connectWs } from "@parley/runtime/ws";
import { describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { chatCarriers, connectChatClient, startChatServer, type ChatServer, type Said } from "./chat/gen/index.js";
import { later, listen } from "./web-sockets.js";

/** A chat room: generated servers, one for each connection, over real WebSockets. */
async function chatRoom() {
  const rooms = new Map<string, { readonly servers: Set<ChatServer>; readonly texts: string[] }>();
  const invalid: InvalidMessage[] = [];
  const unknown: UnknownMessage[] = [];
  const listening = await listen((transport, url, headers) => {
    const { token } = readCredentials(chatCarriers, { url, headers });
    const by = String(token);
    const server = startChatServer(transport, {
      async say({ text }, { parameters: { room } }) {
        const { servers, texts } = roomNamed(room);
        texts.push(text);
        for (const each of servers) await each.said({ type: "said", by, text }, { at: { room } });
      },
      readHistory: ({ most = 10 }, { parameters }) => ({ type: "history", texts: roomNamed(parameters.room).texts.slice(-most) }),
      onInvalid: (message) => void invalid.push(message),
      onUnknown: (message) => void unknown.push(message),
    });
    const room = /\/rooms\/([^?]*)/.exec(url)?.[1] ?? "";
    void server.then((each) => roomNamed(room).servers.add(each));
  }, "/v1");
  return { listening, invalid, unknown };

  function roomNamed(name: string) {
    const room = rooms.get(name) ?? { servers: new Set<ChatServer>(), texts: [] };
    rooms.set(name, room);
    return room;
  }
}

function join(url: string, token: string, said: (message: Said) => void) {
  return connectChatClient(
    { said, typing: () => {}, onInvalid: (message) => { throw new Error(JSON.stringify(message)); }, onUnknown: (message) => { throw new Error(JSON.stringify(message)); } },
    { url, open: connectWs, channels: { room: { room: "kitchen" } }, credentials: { token } },
  );
}

describe("a chat over WebSocket, from its document", () => {
  it("brings what one says to the typed handlers of all, and answers with a typed reply", async () => {
    const { listening } = await chatRoom();
    await using server = listening;
    const heard = later<Said>();
    await using alice = await join(server.url, "alice", () => {});
    await using bob = await join(server.url, "bob", heard.come);
    expect((await bob.readHistory({ type: "askHistory" })).texts).toEqual([]);
    await alice.say({ type: "say", text: "Good morning." });
    expect(await heard.value).toEqual({ type: "said", by: "alice", text: "Good morning." });
    await alice.say({ type: "say", text: "Is anybody there?" });
    const [all, last] = await Promise.all([alice.readHistory({ type: "askHistory" }), alice.readHistory({ type: "askHistory", most: 1 })]);
    expect(all.texts).toEqual(["Good morning.", "Is anybody there?"]);
    expect(last.texts).toEqual(["Is anybody there?"]);
    expect(all.id).not.toBe(last.id);
  });

  it("sends nothing that the document does not allow", async () => {
    const { listening } = await chatRoom();
    await using server = listening;
    await using alice = await join(server.url, "alice", () => {});
    await expect(alice.say({ type: "say", text: "" })).rejects.toMatchObject({ name: "InvalidMessageError", issues: [{ pointer: "/text", keyword: "minLength" }] });
    await expect(alice.say({ type: "say", text: "Hello." }, { at: { room: "../admin" } })).rejects.toThrow(RangeError);
  });

  it("hands what is wrong to onInvalid with its issues, and what it does not know to onUnknown", async () => {
    const { listening, invalid, unknown } = await chatRoom();
    await using server = listening;
    const raw = new WebSocket(`${server.url}/rooms/kitchen?token=eve`);
    await new Promise((resolve) => raw.once("open", resolve));
    for (const frame of ['{"type":"say","text":1}', '{"type":"dance"}', "{", '{"type":"askHistory","id":1}']) raw.send(frame);
    const reply = await new Promise((resolve) => raw.once("message", (data) => resolve(JSON.parse(String(data)))));
    expect(reply).toEqual({ type: "history", id: 1, texts: [] });
    expect(invalid.map(({ message, issues }) => [message, issues[0]?.pointer, issues[0]?.keyword])).toEqual([["say", "/text", "type"], [undefined, "", "contentType"]]);
    expect(unknown.map(({ payload }) => payload)).toEqual([{ type: "dance" }]);
  });
});
