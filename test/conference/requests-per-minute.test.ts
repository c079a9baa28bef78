import { createConferenceClient } from "@parley/conference";
import { createConferenceFunction, memoryConferenceDesk } from "@parley/reference-server";
import { isProblem } from "@parley/runtime/http";
import { expect, it } from "vitest";

it("takes so many requests of one user in a minute, and tells how many are left", async () => {
  const desk = memoryConferenceDesk({ uriBase: "https://operator.example/conferences/" });
  const conference = createConferenceFunction({ desk, userOf: (token) => `acct:${token}@operator.example`, perMinute: 2 });
  const answers: (string | null)[] = [];
  const clientOf = (token: string) =>
    createConferenceClient({
      baseUrl: `https://operator.example${conference.basePath}`,
      token,
      retry: false,
      fetch: async (request) => {
        const response = await conference.handle(request);
        answers.push(response.headers.get("ratelimit-policy"), response.headers.get("retry-after"));
        return response;
      },
    });
  const alice = clientOf("alice");
  await alice.createConference({ body: {} });
  await alice.createConference({ body: {} });
  const refusal: unknown = await alice.createConference({ body: {} }).catch((error: unknown) => error);
  expect(isProblem(refusal, "rate-limited")).toBe(true);
  expect(answers.slice(-2)).toEqual(['"default";q=2;w=60', expect.stringMatching(/^[1-9][0-9]?$/)]);
  await clientOf("bob").createConference({ body: {} });
});
