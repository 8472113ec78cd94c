import { z } from 'zod';
import type { Role } from './roles';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/**
 * Who may call a route. `public`: nobody need be signed in. `session`: any signed-in account, for what concerns
 * only itself. A list: one of the roles. What they see within it is decided by scope (row-level security).
 */
export type Access = 'public' | 'session' | readonly Role[];

/** One HTTP endpoint: the single source of the validator, the types, the client and OpenAPI. */
export interface RouteSpec<
  P extends z.ZodType = z.ZodType,
  Q extends z.ZodType = z.ZodType,
  B extends z.ZodType = z.ZodType,
  R extends z.ZodType = z.ZodType,
> {
  /** Stable name, `<context>.<verb>`; operationId in OpenAPI. */
  id: string;
  method: Method;
  /** Path below `/api`, parameters as `:name`. */
  path: string;
  summary: string;
  access: Access;
  params: P;
  query: Q;
  body: B;
  response: R;
  /** A command that needs an `Idempotency-Key` header; a repeat gets the first answer. */
  idempotent: boolean;
  /** Calls a minute for one account (or one address when nobody is signed in). */
  ratePerMinute: number;
  /** A multipart upload of one file of at most so many bytes; the body is then `uploadBody`. */
  upload: number | null;
  /** The answer is a file (`fileAnswer`), not JSON. */
  download: boolean;
}

const nothing = z.object({}).strict();

type Partial_<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType> = Pick<
  RouteSpec,
  'id' | 'method' | 'path' | 'summary' | 'access'
> & {
  params?: P;
  query?: Q;
  body?: B;
  response: R;
  idempotent?: boolean;
  ratePerMinute?: number;
  upload?: number;
  download?: boolean;
};

/** Declares an endpoint; absent params, query and body accept nothing. */
export function route<
  R extends z.ZodType,
  P extends z.ZodType = typeof nothing,
  Q extends z.ZodType = typeof nothing,
  B extends z.ZodType = typeof nothing,
>(spec: Partial_<P, Q, B, R>): RouteSpec<P, Q, B, R> {
  return {
    idempotent: false,
    ratePerMinute: 600,
    upload: null,
    download: false,
    params: nothing as unknown as P,
    query: nothing as unknown as Q,
    body: nothing as unknown as B,
    ...spec,
  };
}

type Part<K extends string, T> = T extends Record<string, never> ? unknown : { [key in K]: T };

/** What a handler gets, parsed: `{params, query, body}`. */
export interface Input<S extends RouteSpec> {
  params: z.output<S['params']>;
  query: z.output<S['query']>;
  body: z.output<S['body']>;
}
/** What a caller gives; parts that accept nothing may be left out. */
export type CallInput<S extends RouteSpec> = Part<'params', z.input<S['params']>> &
  Part<'query', z.input<S['query']>> &
  Part<'body', z.input<S['body']>>;
export type Output<S extends RouteSpec> = z.input<S['response']>;

/** A page of a list; `next` is an opaque cursor, absent on the last page. */
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), next: z.string().nullable(), asOf: z.string() });

/** Query fields of every list. */
export const pageQuery = {
  cursor: z.string().max(400).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
};

export const idParam = z.object({ id: z.coerce.number().int().positive() }).strict();
/** Calendar day `YYYY-MM-DD` that exists. */
export const day = z.iso.date();
/** Calendar month `YYYY-MM`. */
export const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/);
/** Money in fen (分), a whole number. */
export const fen = z.number().int();
/** Instant, ISO 8601 with offset. */
export const instant = z.iso.datetime({ offset: true });

/** Body of an upload as the server sees it. */
export const uploadBody = z.object({
  file: z.custom<Uint8Array>((value) => value instanceof Uint8Array),
  fileName: z.string().max(255),
  fields: z.record(z.string(), z.string()),
});
/** Answer of a download route. */
export const fileAnswer = z.object({
  fileName: z.string(),
  mediaType: z.string(),
  content: z.custom<Uint8Array>((value) => value instanceof Uint8Array),
});
