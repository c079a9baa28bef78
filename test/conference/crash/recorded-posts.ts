/** A POST with its key, and what was answered where the answer was heard to its end. */
export interface RecordedPost {
  readonly path: string;
  readonly key: string;
  readonly contentType: string;
  readonly body: string;
  answer: PostAnswer | undefined;
}

export interface PostAnswer {
  readonly status: number;
  readonly etag: string | null;
  readonly location: string | null;
  readonly body: string;
  /** It had been given before. */
  readonly replayed: boolean;
}

/** Every POST that a client sends, so that it can be sent again as it was. */
export class RecordedPosts {
  readonly posts: RecordedPost[] = [];

  /** For a client. */
  readonly fetch = async (request: Request): Promise<Response> => {
    const key = request.headers.get("idempotency-key");
    if (key === null) return fetch(request);
    const post: RecordedPost = {
      path: new URL(request.url).pathname,
      key,
      contentType: request.headers.get("content-type") ?? "",
      body: await request.clone().text(),
      answer: undefined,
    };
    this.posts.push(post);
    const response = await fetch(request);
    post.answer = await answerIn(response.clone());
    return response;
  };

  /** Sends one again with its key, to the server as it is now. Its answer is kept where there was none. */
  async again(post: RecordedPost, { url, token }: { readonly url: string; readonly token: string }): Promise<PostAnswer> {
    const headers = { authorization: `Bearer ${token}`, "idempotency-key": post.key, ...(post.contentType === "" ? {} : { "content-type": post.contentType }) };
    const answer = await answerIn(await fetch(`${url}${post.path}`, { method: "POST", headers, ...(post.body === "" ? {} : { body: post.body }) }));
    post.answer ??= answer;
    return answer;
  }
}

async function answerIn(response: Response): Promise<PostAnswer> {
  return { status: response.status, etag: response.headers.get("etag"), location: response.headers.get("location"), body: await response.text(), replayed: response.headers.has("idempotency-replayed") };
}
