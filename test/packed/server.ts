/** Where the server listens, and the tokens of two of its users: what its start prints. The test writes those of the server that it starts. */
export const server = "http://127.0.0.1:8080";
export const tokens = { alice: "the token of Alice", bob: "the token of Bob" };
