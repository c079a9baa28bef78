/** A response whose content is not sent: a stream of it is ended. */
export function withoutContent(response: Response, init: ResponseInit): Response {
  response.body?.cancel().catch(() => undefined);
  return new Response(null, init);
}
