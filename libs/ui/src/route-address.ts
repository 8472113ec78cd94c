import type { Method, RouteSpec } from '@heling/platform/contract/route';

/**
 * An endpoint as the web knows it: where it is and how it is called. Its types come from the contract, whose zod schemas
 * stay out of the bundle. Made for every contract in `api.gen.ts`.
 */
export interface RouteAddress<S extends RouteSpec = RouteSpec> {
  id: string;
  method: Method;
  path: string;
  /** The command carries an idempotency key. */
  idempotent: boolean;
  /** Nobody need be signed in: an answer 401 is about what was typed, not about the session. */
  open: boolean;
  /** Only for the types; never there. */
  readonly spec?: S;
}

type Flag = 'idempotent' | 'open';

/** Used by `api.gen.ts` only. */
export function at<S extends RouteSpec>(
  id: string,
  method: Method,
  path: string,
  ...flags: Flag[]
): RouteAddress<S> {
  return { id, method, path, idempotent: flags.includes('idempotent'), open: flags.includes('open') };
}
