import { connectMediaResource, serveMediaResource } from "@parley/media-resource";
import { memoryTransports, refuse } from "@parley/runtime";

const resource = "https://media-1.operator.example/resources/7d0c1b5e";
const server = serveMediaResource<string>({
  auth: ({ token }) => (token === "secret" ? { subject: "wsf-1.operator.example", limits: { messageBytes: 262_144 }, timers: { heartbeat: 25 }, types: ["mixer"] } : refuse("unauthenticated")),
  rallocate: ({ type, expires = 120 }) => (type === "mixer" ? { resource, expires } : refuse("capability-absent")),
  rmodify: () => refuse("unknown-resource"), rroute: () => refuse("unknown-resource"), rmix: () => refuse("unknown-resource"),
  rrelease: () => ({ resource }),
});
const [near, far] = memoryTransports();
server.accept(far, "wsf-1");
const client = await connectMediaResource("wss://media-1.operator.example", { token: "secret", transport: () => near });
const mixer = await client.allocate({ requestKey: "0b8f5f3a-2f0e-4c5e-9a51-6c1f0d6f7e31", type: "mixer" });
console.log(`allocated: ${mixer.resource} for ${mixer.expires}`);
await client.close();
