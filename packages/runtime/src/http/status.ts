/** The status codes that are registered, by class (RFC 9110, 15). */
interface Statuses {
  readonly "1XX": 100 | 101 | 102 | 103;
  readonly "2XX": 200 | 201 | 202 | 203 | 204 | 205 | 206 | 207 | 208 | 226;
  readonly "3XX": 300 | 301 | 302 | 303 | 304 | 305 | 307 | 308;
  readonly "4XX": 400 | 401 | 402 | 403 | 404 | 405 | 406 | 407 | 408 | 409 | 410 | 411 | 412 | 413 | 414 | 415 | 416 | 417 | 418 | 421 | 422 | 423 | 424 | 425 | 426 | 428 | 429 | 431 | 451;
  readonly "5XX": 500 | 501 | 502 | 503 | 504 | 505 | 506 | 507 | 508 | 510 | 511;
}

/** The statuses of a class: `StatusIn<"4XX">`, without those that have a response of their own. */
export type StatusIn<Class extends keyof Statuses, Own extends number = never> = Exclude<Statuses[Class], Own>;
