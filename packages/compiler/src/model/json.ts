/** Any value that JSON can say. Objects are null-prototype or plain; `__proto__` is an ordinary key. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
